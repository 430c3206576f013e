import Common
import Foundation
internal import Frames
import Shaders

/// The files of a lane's recording: `RUN-PART.notes`, a run being one life of the process, and below
/// `texts` the shaders it drew with. A value.
struct RecordingFiles: Sendable {
    /// One file.
    struct Part: Equatable {
        /// Milliseconds since 1970 at which the process began.
        var run: Int64
        /// From 1.
        var number: Int
    }

    static let magic: UInt64 = 0x3230_4345_5244_4c48  // "HLDREC02"
    /// Texts that are kept; the ones not drawn with for longest go first.
    private static let textsMax = 256

    let folder: String

    /// Where the recording of `lane` lies.
    static func folder(of lane: String, in paths: InstancePaths) -> String {
        "\(paths.state)/recording.\(lane)"
    }

    func path(_ part: Part) -> String { "\(folder)/\(part.run)-\(part.number).notes" }

    /// All parts there are, oldest first.
    var parts: [Part] {
        // Where there is no folder there is no recording.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.compactMap { name in
            guard name.hasSuffix(".notes") else { return nil }
            let words = name.dropLast(".notes".count).split(separator: "-")
            guard words.count == 2, let run = Int64(words[0]), let number = Int(words[1])
            else { return nil }
            return Part(run: run, number: number)
        }.sorted { ($0.run, $0.number) < ($1.run, $1.number) }
    }

    /// Keeps the text of a shader, once.
    func keep(_ package: ShaderPackage) throws {
        let path = textPath(package.contentHash)
        guard !FileManager.default.fileExists(atPath: path) else {
            // Its age is what counts when texts have to go.
            utimes(path, nil)
            return
        }
        try FileManager.default.createDirectory(
            atPath: folder + "/texts", withIntermediateDirectories: true)
        var words = WordWriter()
        for text in [package.id, package.path, package.fragmentSource] { words.put(text) }
        words.put(package.vertexSource.map { "=" + $0 } ?? "")
        try words.bytes.write(to: URL(fileURLWithPath: path), options: .atomic)
        try dropOldTexts()
    }

    /// These texts are drawn with: others go first.
    func touch(_ hashes: [UInt64]) {
        for hash in hashes { utimes(textPath(hash), nil) }
    }

    /// The text with this hash; nil where it is not kept, or damaged.
    func package(_ hash: UInt64) -> ShaderPackage? {
        guard let data = FileManager.default.contents(atPath: textPath(hash)) else { return nil }
        return data.withUnsafeBytes { bytes in
            var words = WordReader(bytes)
            guard let id = try? words.text(), let path = try? words.text(),
                let fragment = try? words.text(), let vertex = try? words.text(),
                let package = try? ShaderPackage(
                    id: id, path: path, fragmentSource: fragment,
                    vertexSource: vertex.isEmpty ? nil : String(vertex.dropFirst()))
            else { return nil }
            return package.contentHash == hash ? package : nil
        }
    }

    private func textPath(_ hash: UInt64) -> String {
        "\(folder)/texts/\(String(hash, radix: 16)).shader"
    }

    private func dropOldTexts() throws {
        let manager = FileManager.default
        let names = try manager.contentsOfDirectory(atPath: folder + "/texts")
        guard names.count > Self.textsMax else { return }
        let aged = try names.map { name in
            let path = folder + "/texts/" + name
            let date = try manager.attributesOfItem(atPath: path)[.modificationDate] as? Date
            return (path, date ?? .distantPast)
        }.sorted { $0.1 < $1.1 }
        for (path, _) in aged.prefix(names.count - Self.textsMax) {
            try manager.removeItem(atPath: path)
        }
    }
}
