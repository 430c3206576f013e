internal import Common
internal import CoordinatorDecision
internal import Foundation
internal import GRDB

/// What opening found out besides the contents.
enum StoreOrigin: Equatable, Sendable {
    /// There was no store; this one is new.
    case created
    /// The store opened as it was.
    case opened
    /// The store was damaged and is set aside at `path`; the last good backup is in its place.
    case restored(setAside: String, reason: String)
    /// The store was damaged and is set aside at `path`; there was no usable backup.
    case recreated(setAside: String, reason: String)
    /// The disk is full or read-only: a copy was read, and the writer opens the store when it can.
    case copied(reason: String)
}

/// Opens the store of a state directory, falling back to the backup where the file is damaged.
enum StoreOpening {
    static func databasePath(_ directory: String) -> String { directory + "/coordinator.sqlite" }
    static func backupPath(_ directory: String) -> String {
        directory + "/coordinator.backup.sqlite"
    }

    /// How long idempotency keys live.
    static let keyLifetimeNanoseconds: Int64 = 24 * 3600 * 1_000_000_000

    struct Opened {
        var store: StoreFile
        var contents: StoreContents
        var origin: StoreOrigin
    }

    /// Opens and hydrates. Throws `StoreOpenError` for a newer store and for folders that cannot
    /// be used; damage never throws, nor does a disk that cannot be written as long as the store
    /// can be read into `runtime`.
    static func open(
        directory: String, runtime: String, wall: Int64
    ) throws(StoreOpenError) -> Opened {
        let path = databasePath(directory)
        let existed = FileManager.default.fileExists(atPath: path)
        do {
            let (database, contents) = try read(path, wall)
            return Opened(
                store: StoreFile(database), contents: contents,
                origin: existed ? .opened : .created)
        } catch let error as StoreOpenError {
            throw error
        } catch  where existed && isDamage(error) {
            return try replaceDamaged(directory: directory, wall: wall, reason: "\(error)")
        } catch  where existed && isUnwritable(error) {
            return try readCopy(of: path, in: runtime, wall: wall, reason: "\(error)")
        } catch {
            throw .unusable(path: path, reason: "\(error)")
        }
    }

    /// Whether the disk is at fault and not what lies on it.
    private static func isUnwritable(_ error: any Error) -> Bool {
        guard let error = error as? DatabaseError else { return false }
        return [.SQLITE_FULL, .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CANTOPEN].contains(
            error.resultCode)
    }

    private static func readCopy(
        of path: String, in runtime: String, wall: Int64, reason: String
    ) throws(StoreOpenError) -> Opened {
        let copy = runtime + "/coordinator.copy.sqlite"
        do {
            try StoreFile.copy(path, to: copy)
            let (database, contents) = try read(copy, wall)
            try database.close()
            return Opened(
                store: StoreFile(path: path, copyPath: copy), contents: contents,
                origin: .copied(reason: reason))
        } catch {
            throw .unusable(path: path, reason: "\(reason), and it cannot be read: \(error)")
        }
    }

    private static func read(
        _ path: String, _ wall: Int64
    ) throws -> (StoreDatabase, StoreContents) {
        let database = try StoreDatabase(path: path)
        let contents = try database.hydrate(
            recentKeyCount: IdempotencyIndex.recentCapacity,
            keysSince: wall - keyLifetimeNanoseconds)
        return (database, contents)
    }

    /// Damage is what another attempt cannot mend: SQLite says corrupt or not a database, or a
    /// stored document does not decode. A full disk or a missing permission is not damage.
    private static func isDamage(_ error: any Error) -> Bool {
        switch error {
        case let error as DatabaseError:
            [.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR, .SQLITE_MISMATCH].contains(
                error.resultCode)
        case is DecodingError, is RowDecodingError: true
        default: false
        }
    }

    private static func replaceDamaged(
        directory: String, wall: Int64, reason: String
    ) throws(StoreOpenError) -> Opened {
        let path = databasePath(directory)
        let setAside = path + ".damaged-\(wall)"
        for suffix in ["", "-wal", "-shm"] {
            let source = path + suffix
            guard FileManager.default.fileExists(atPath: source) else { continue }
            guard rename(source, setAside + suffix) == 0 else {
                throw .unusable(
                    path: source, reason: "it is damaged (\(reason)) and cannot be renamed")
            }
        }
        let backup = backupPath(directory)
        if FileManager.default.fileExists(atPath: backup),
            (try? FileManager.default.copyItem(atPath: backup, toPath: path)) != nil
        {
            if let (database, contents) = try? read(path, wall) {
                return Opened(
                    store: StoreFile(database), contents: contents,
                    origin: .restored(setAside: setAside, reason: reason))
            }
            for suffix in ["", "-wal", "-shm"] {
                _ = rename(path + suffix, backup + ".damaged-\(wall)" + suffix)
            }
        }
        do {
            let (database, contents) = try read(path, wall)
            return Opened(
                store: StoreFile(database), contents: contents,
                origin: .recreated(setAside: setAside, reason: reason))
        } catch {
            throw .unusable(path: path, reason: "\(error)")
        }
    }
}
