internal import Foundation
internal import GRDB

/// Opens connections to a store's file.
///
/// SQLite maps the index of a write-ahead log (`-shm`) into memory, and a mapped file that the file
/// system takes back, because it has turned read-only or lost its device, ends the process by SIGBUS
/// where a write would have got an error. Under the VFS `unix-excl` that index is plain memory of the
/// one process that may then use the file; its connections share it, so a backup or a look into the
/// history still does not wait for the writer.
enum StoreConnection {
    /// Whether SQLite was built to take a VFS in a name, as Debian's is.
    private static let takesNames: Bool = {
        // Where even this cannot be asked, a plain path is what works everywhere.
        let answer = try? DatabaseQueue().read {
            try Bool.fetchOne($0, sql: "SELECT sqlite_compileoption_used('USE_URI')")
        }
        return answer ?? false
    }()

    /// Opens `path` for this process alone. Throws GRDB's `DatabaseError`.
    static func open(
        _ path: String, _ configuration: Configuration = Configuration()
    ) throws -> DatabaseQueue {
        guard takesNames,
            let escaped = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed)
        else { return try DatabaseQueue(path: path, configuration: configuration) }
        return try DatabaseQueue(
            path: "file:\(escaped)?vfs=unix-excl", configuration: configuration)
    }
}
