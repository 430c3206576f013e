import Common
import Foundation

/// What a lane says of its builds: a small file in the runtime directory, replaced as a whole, one line
/// for each: hash, word, shader. Any process may read it; one writes it.
struct LaneWordsFile {
    let path: String
    private static let byteCountMax = 1 << 16

    /// Replaces what is said. Throws what the file system says. What is too much to be read back is
    /// left out, what matters least first.
    func save(_ words: [LaneBuild: LaneWord]) throws {
        let lines = words.map { build, word in
            (Self.rank(word), "\(String(build.hash, radix: 16)) \(word.text) \(build.id)\n")
        }
        var data = Data()
        for (_, line) in lines.sorted(by: { $0 < $1 })
        where data.count + line.utf8.count <= Self.byteCountMax {
            data.append(contentsOf: line.utf8)
        }
        try data.write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    /// Less for what matters more: unheard, a trial can cost a lane, and a drawn build only a wait.
    private static func rank(_ word: LaneWord) -> Int {
        switch word {
        case .trying: 0
        case .swap, .proven: 1
        case .refused: 2
        case .drawing: 3
        }
    }

    /// What is said; nothing where there is no file, and no line that is none.
    func load() -> [LaneBuild: LaneWord] {
        guard let data = FileManager.default.contents(atPath: path),
            data.count <= Self.byteCountMax
        else { return [:] }
        var words: [LaneBuild: LaneWord] = [:]
        for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 2)
            guard parts.count == 3, let hash = UInt64(parts[0], radix: 16),
                let word = LaneWord(parts[1])
            else { continue }
            words[LaneBuild(id: String(parts[2]), hash: hash)] = word
        }
        return words
    }
}
