import Common
import Foundation

/// What a lane says of its builds: a small file in the runtime directory, replaced as a whole, one line
/// for each: hash, word, shader. Any process may read it; one writes it.
struct LaneWordsFile {
    let path: String
    private static let byteCountMax = 1 << 16

    /// Replaces what is said. Throws what the file system says.
    func save(_ words: [LaneBuild: LaneWord]) throws {
        let lines = words.map { "\(String($0.hash, radix: 16)) \($1.text) \($0.id)\n" }.sorted()
        try Data(lines.joined().utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
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
