import Foundation
import Proto

/// The last snapshot on disk, so that a renderer that restarts while the coordinator is away draws
/// what it drew before. Replaced as a whole by renaming; a damaged file is as good as none.
struct SnapshotFile: Sendable {
    let path: String

    /// Blocks on the disk (the runtime folder, normally in memory).
    func save(_ snapshot: Snapshot) {
        guard let bytes = try? snapshot.encoded(limit: 1 << 20) else { return }
        let temporary = path + ".new"
        guard FileManager.default.createFile(atPath: temporary, contents: Data(bytes)) else {
            return
        }
        rename(temporary, path)
    }

    /// Nil where there is none or it cannot be read.
    func load() -> Snapshot? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        return data.withUnsafeBytes { try? Snapshot(decoding: $0) }
    }
}
