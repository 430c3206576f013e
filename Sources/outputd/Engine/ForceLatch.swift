public import Common
import Foundation
public import Playout

/// The forced mode as a small file in the state directory: a panic outlives the process that obeyed
/// it. Written whole and renamed, so that there is always one valid answer.
public struct ForceLatch: Sendable {
    /// The file.
    public let path: String

    /// The latch of an instance.
    public init(_ paths: InstancePaths) { path = paths.state + "/force" }

    /// What is latched; `auto` where there is no file or nothing valid in it.
    public func read() -> Playout.ForceMode {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return .auto }
        return Playout.ForceMode(
            rawValue: text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? .auto
    }

    /// Latches a mode; false where the disk refuses. Blocks for the disk: not for the playout thread.
    public func write(_ mode: Playout.ForceMode) -> Bool {
        let temporary = "\(path).\(getpid())"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { return false }
        let bytes = Array("\(mode.rawValue)\n".utf8)
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
