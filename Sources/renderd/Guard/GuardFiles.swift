import Foundation
import Shaders

/// What the guard keeps on disk: small text files, replaced as a whole. A damaged file is as good
/// as none, and one that cannot be written costs only the memory of this start: it is said once,
/// and drawing goes on. Any thread.
struct GuardFiles: Sendable {
    private let folder: String
    private let complain: @Sendable (String) -> Void

    /// Makes the folder. `complain` is given one sentence for each thing that cannot be kept.
    init(folder: String, complain: @escaping @Sendable (String) -> Void) {
        self.folder = folder
        self.complain = complain
        attempt {
            try FileManager.default.createDirectory(
                atPath: folder + "/good", withIntermediateDirectories: true)
        }
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
        attempt { try Data(text.utf8).write(to: url(name), options: .atomic) }
    }

    /// Whether texts of a shader are kept.
    func isKept(_ id: String) -> Bool {
        FileManager.default.fileExists(atPath: url("good/\(id).fs").path)
    }

    /// Keeps the texts of a shader.
    func keep(_ package: ShaderPackage) {
        let vertexURL = url("good/\(package.id).vs")
        attempt {
            if let vertex = package.vertexSource {
                try Data(vertex.utf8).write(to: vertexURL, options: .atomic)
            } else if FileManager.default.fileExists(atPath: vertexURL.path) {
                try FileManager.default.removeItem(at: vertexURL)
            }
            try Data(package.fragmentSource.utf8).write(
                to: url("good/\(package.id).fs"), options: .atomic)
        }
    }

    /// The texts that are kept of the shader called `id`, as if they lay at `path`. Nil where there
    /// are none.
    func good(_ id: String, path: String) -> ShaderPackage? {
        guard isKept(id) else { return nil }
        do throws(ShaderFileError) {
            var kept = try ShaderLibrary.load(path: url("good/\(id).fs").path)
            kept.path = path
            return kept
        } catch {
            complain("the kept text of \(id) cannot be used: \(error)")
            return nil
        }
    }

    private func url(_ name: String) -> URL {
        URL(fileURLWithPath: folder + "/" + name)
    }

    private func attempt(_ work: () throws -> Void) {
        do { try work() } catch {
            complain(
                "what is known of safe shaders cannot be kept in \(folder)"
                    + " (\(error.localizedDescription)); free or allow room there")
        }
    }
}
