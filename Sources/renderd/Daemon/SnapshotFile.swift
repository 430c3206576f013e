import Foundation
import Proto

/// The last snapshot on disk, so that a renderer that restarts while the coordinator is away draws
/// what it drew before. Replaced as a whole by renaming; a damaged file is as good as none.
struct SnapshotFile: Sendable {
    let path: String

    /// Blocks on the disk (the runtime folder, normally in memory). Throws what keeps it from being
    /// written; the one before it stays then.
    func save(_ snapshot: Snapshot) throws {
        let bytes = try snapshot.encoded(limit: 1 << 20)
        let temporary = path + ".new"
        try Data(bytes).write(to: URL(fileURLWithPath: temporary))
        guard rename(temporary, path) == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
    }

    /// Nil where there is none or it cannot be read.
    func load() -> Snapshot? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        return data.withUnsafeBytes { try? Snapshot(decoding: $0) }
    }
}
