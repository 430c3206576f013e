import Foundation

/// One word in a small file of the state directory that outlives the process: written whole and
/// renamed, so that there is always one valid answer.
struct LatchFile: Sendable {
    let path: String

    /// The word; nil where there is no file.
    func read() -> String? {
        // No file is the usual case, and one that cannot be read latches nothing.
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Replaces the word; false where the disk refuses. Blocks for the disk.
    func write(_ word: String) -> Bool {
        let temporary = "\(path).\(getpid())"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { return false }
        let bytes = Array("\(word)\n".utf8)
        let isWritten =
            Glibc.write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        close(descriptor)
        guard isWritten, rename(temporary, path) == 0 else {
            unlink(temporary)
            return false
        }
        return true
    }
}
