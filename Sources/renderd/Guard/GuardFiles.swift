import Foundation
import Shaders

/// What the guard keeps on disk: small text files, replaced as a whole. A damaged file is as good
/// as none.
struct GuardFiles: Sendable {
    let folder: String

    /// Makes the folder.
    init(folder: String) {
        self.folder = folder
        try? FileManager.default.createDirectory(
            atPath: folder + "/good", withIntermediateDirectories: true)
    }

    /// The lines of a file as words.
    func lines(_ name: String) -> [[String]] {
        guard let data = FileManager.default.contents(atPath: folder + "/" + name),
            data.count < 1 << 20
        else { return [] }
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map {
            $0.split(separator: " ").map(String.init)
        }
    }

    /// Replaces a file.
    func write(_ name: String, _ lines: [[String]]) {
        let text = lines.map { $0.joined(separator: " ") + "\n" }.joined()
        let path = folder + "/" + name
        guard FileManager.default.createFile(atPath: path + ".new", contents: Data(text.utf8))
        else { return }
        rename(path + ".new", path)
    }

    /// Keeps the texts of a shader that has proved itself.
    func keep(_ package: ShaderPackage) {
        let stem = folder + "/good/" + package.id
        try? package.fragmentSource.write(
            toFile: stem + ".fs", atomically: true, encoding: .utf8)
        if let vertex = package.vertexSource {
            try? vertex.write(toFile: stem + ".vs", atomically: true, encoding: .utf8)
        } else {
            unlink(stem + ".vs")
        }
    }

    /// The last texts of a shader that proved themselves, as if they lay where `package` does.
    func good(for package: ShaderPackage) -> ShaderPackage? {
        guard var kept = try? ShaderLibrary.load(path: folder + "/good/" + package.id + ".fs"),
            kept.contentHash != package.contentHash
        else { return nil }
        kept.path = package.path
        return kept
    }
}
