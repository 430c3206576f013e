internal import CoordinatorDecision
internal import Foundation

/// The store as its writer sees it: open, or to be opened at the first write that finds it can be.
///
/// A start on a full or read-only disk reads a copy of the store in the runtime directory, which is
/// memory, and goes on air from it. Nobody else writes the store meanwhile (the coordinator's lock
/// says so), hence what was read is what is there when it opens at last. Owned by the writer thread.
final class StoreFile {
    let path: String
    /// Where the store was read while it could not be opened; nil where it opened.
    let copyPath: String?
    private var database: StoreDatabase?

    /// A store that is open.
    init(_ database: StoreDatabase) {
        path = database.path
        copyPath = nil
        self.database = database
    }

    /// A store that can be read only as its copy at `copyPath` for now.
    init(path: String, copyPath: String) {
        self.path = path
        self.copyPath = copyPath
    }

    /// Commits the records in one transaction, opening the store first where it is not open. Throws
    /// without any effect.
    func write(_ records: [StoreRecord]) throws {
        try opened().write(records)
    }

    /// Deletes idempotency entries from before `wall`, all but the newest journal lines, and of the
    /// history what is beyond its limits at `now`.
    func prune(
        keysBefore wall: Int64, journalLimit: Int, history: HistoryLimits = HistoryLimits(),
        now: Int64 = 0
    ) throws {
        try database?.prune(
            keysBefore: wall, journalLimit: journalLimit, history: history, now: now)
    }

    /// Closes the store where it is open.
    func close() throws {
        try database?.close()
    }

    /// Looks an older key up that was used at a wall time, in the store or in its copy while there is
    /// one; a closure for any thread. It throws where neither can be read.
    var lookUp: @Sendable (String, Int64) throws -> IdempotencyEntry? {
        { [path, copyPath] key, created in
            do {
                return try StoreDatabase.entry(forKey: key, created: created, path: path)
            } catch {
                guard let copyPath else { throw error }
                return try StoreDatabase.entry(forKey: key, created: created, path: copyPath)
            }
        }
    }

    private func opened() throws -> StoreDatabase {
        if let database { return database }
        let opened = try StoreDatabase(path: path)
        // What it holds is what its copy held; reading it tells the database what need not be
        // written again.
        _ = try opened.hydrate(recentKeyCount: 0, keysSince: .max)
        database = opened
        return opened
    }

    /// Copies the store at `path`, its write-ahead log too, to `copy`. Throws where there is no
    /// room for it.
    static func copy(_ path: String, to copy: String) throws {
        let files = FileManager.default
        for suffix in ["", "-wal", "-shm"] where files.fileExists(atPath: copy + suffix) {
            try files.removeItem(atPath: copy + suffix)
        }
        for suffix in ["", "-wal"] where files.fileExists(atPath: path + suffix) {
            try files.copyItem(atPath: path + suffix, toPath: copy + suffix)
        }
    }
}
