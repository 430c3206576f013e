internal import CoordinatorDecision
internal import Foundation
internal import GRDB

/// The SQLite file: opening, hydration and the one write transaction. Owned by the store's writer
/// thread once hydration has ended; only `entry(forKey:)` has a connection of its own.
final class StoreDatabase {
    let path: String
    private let queue: DatabaseQueue
    private var written: RuntimeState
    private let encoder = JSONEncoder()
    private let decoder = JSONDecoder()

    /// Opens and migrates the file. Throws `StoreOpenError.newerVersion` before touching anything
    /// of a newer store, and GRDB's `DatabaseError` for damage, which the opener deals with.
    init(path: String) throws {
        self.path = path
        self.written = RuntimeState()
        var configuration = Configuration()
        configuration.busyMode = .timeout(2)
        configuration.label = "store"
        configuration.prepareDatabase { database in
            // Here and not by `journalMode`, which would set `synchronous` to NORMAL after this: a commit
            // that a power cut takes back is none.
            try database.execute(sql: "PRAGMA journal_mode = WAL")
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try database.execute(sql: "PRAGMA wal_autocheckpoint = 1000")
        }
        if FileManager.default.fileExists(atPath: path) {
            try Self.refuseNewer(path: path)
        }
        queue = try StoreConnection.open(path, configuration)
        try queue.write { try StoreSchema.migrate($0) }
    }

    /// Reads the version read-only, so that a newer store is refused without a byte changed.
    private static func refuseNewer(path: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        let found: Int
        do {
            found = try DatabaseQueue(path: path, configuration: configuration).read {
                try StoreSchema.version($0)
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CANTOPEN {
            // A WAL store whose -shm cannot be made read-only is opened for writing below.
            return
        }
        if found > StoreSchema.currentVersion {
            throw StoreOpenError.newerVersion(
                path: path, found: found, known: StoreSchema.currentVersion)
        }
    }

    // MARK: Hydration

    /// Reads everything a start needs; its cost does not grow with the journal.
    func hydrate(recentKeyCount: Int, keysSince wall: Int64) throws -> StoreContents {
        let contents = try queue.write { database in
            let storeID = try Self.storeID(database)
            let state = try readState(database)
            let recent = try Self.recentKeys(database, count: recentKeyCount, since: wall)
            let oldestRecent = recent.first?.id ?? .max
            var older: [UInt64: Int64] = [:]
            let rows = try Row.fetchCursor(
                database,
                sql: "SELECT fingerprint, created FROM idempotency WHERE id < ? AND created >= ?",
                arguments: [oldestRecent, wall])
            while let row = try rows.next() {
                older[UInt64(bitPattern: row[0] as Int64)] = row[1]
            }
            return StoreContents(
                storeID: storeID, state: state, recentKeys: recent.map(\.entry),
                olderFingerprints: older,
                factMarks: try Self.factMarks(database),
                lastLine: try StoreHistory.lastLine(database))
        }
        written = contents.state
        return contents
    }

    private static func storeID(_ database: Database) throws -> String {
        if let id = try String.fetchOne(
            database, sql: "SELECT value FROM meta WHERE key = 'store_id'")
        {
            return id
        }
        let id = UUID().uuidString
        try database.execute(
            sql: "INSERT INTO meta (key, value) VALUES ('store_id', ?)", arguments: [id])
        return id
    }

    private func readState(_ database: Database) throws -> RuntimeState {
        guard
            let head = try Data.fetchOne(
                database, sql: "SELECT value FROM meta WHERE key = 'state'")
        else { return RuntimeState() }
        var rows = RuntimeState.Rows()
        for row in try Row.fetchAll(
            database, sql: "SELECT stack, document FROM layer ORDER BY stack, position")
        {
            let layer = try decoder.decode(Layer.self, from: row["document"])
            if row["stack"] == "preview" {
                rows.preview.append(layer)
            } else {
                rows.programme.append(layer)
            }
        }
        for row in try Row.fetchAll(database, sql: "SELECT name, document FROM preset") {
            rows.presets[row["name"]] = try decoder.decode(Preset.self, from: row["document"])
        }
        for row in try Row.fetchAll(database, sql: "SELECT kind, subject, document FROM alarm") {
            rows.alarms[AlarmName(kind: row["kind"], subject: row["subject"])] =
                try decoder.decode(StandingAlarm.self, from: row["document"])
        }
        for row in try Row.fetchAll(
            database, sql: "SELECT is_undone, document FROM undo ORDER BY number")
        {
            let step = try decoder.decode(UndoStep.self, from: row["document"])
            if row["is_undone"] { rows.undone.append(step) } else { rows.done.append(step) }
        }
        rows.undone.reverse()
        return try RuntimeState(
            head: decoder.decode(RuntimeState.Head.self, from: head), rows: rows)
    }

    private static func recentKeys(
        _ database: Database, count: Int, since wall: Int64
    ) throws -> [(id: Int64, entry: IdempotencyEntry)] {
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT * FROM idempotency WHERE created >= ? ORDER BY id DESC LIMIT ?",
            arguments: [wall, count])
        return rows.reversed().map { ($0["id"], Self.entry($0)) }
    }

    private static func entry(_ row: Row) -> IdempotencyEntry {
        IdempotencyEntry(
            key: row["key"], requestHash: UInt64(bitPattern: row["request_hash"] as Int64),
            outcome: row["outcome"], createdAtWall: row["created"])
    }

    private static func factMarks(_ database: Database) throws -> [String: StoredMark] {
        var marks: [String: StoredMark] = [:]
        for row in try Row.fetchAll(database, sql: "SELECT * FROM fact_mark") {
            let mark = StoredMark(
                source: row["source"], epoch: UInt64(bitPattern: row["epoch"] as Int64),
                sequence: UInt64(bitPattern: row["sequence"] as Int64))
            marks[mark.source] = mark
        }
        return marks
    }

    // MARK: Writing

    /// Commits the records in one transaction: journal, keys, marks, and what the last state
    /// changed against the last one written. Throws without any effect.
    func write(_ records: [StoreRecord]) throws {
        let latest = records.last { $0.state != nil }?.state
        try queue.write { database in
            try StoreHistory.insert(records, known: written.finished, encoder, database)
            for record in records {
                if let journal = record.journal { try Self.insert(journal, database) }
                if let entry = record.idempotency { try Self.insert(entry, database) }
                if let mark = record.factMark { try Self.upsert(mark, database) }
            }
            if let latest { try writeDifference(to: latest, database) }
        }
        if let latest { written = latest }
    }

    private static func insert(_ entry: JournalEntry, _ database: Database) throws {
        try database.cachedStatement(
            sql: "INSERT INTO journal (version, wall, operation, source, name, accepted, detail)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)"
        ).execute(arguments: [
            Int64(bitPattern: entry.version), entry.wall, entry.operation, entry.source,
            entry.name, entry.accepted, entry.detail,
        ])
    }

    private static func insert(_ entry: IdempotencyEntry, _ database: Database) throws {
        try database.cachedStatement(
            sql: "INSERT INTO idempotency (fingerprint, key, request_hash, outcome, created)"
                + " VALUES (?, ?, ?, ?, ?)"
        ).execute(arguments: [
            Int64(bitPattern: IdempotencyIndex.fingerprint(entry.key)), entry.key,
            Int64(bitPattern: entry.requestHash), entry.outcome, entry.createdAtWall,
        ])
    }

    private static func upsert(_ mark: StoredMark, _ database: Database) throws {
        try database.cachedStatement(
            sql: "INSERT INTO fact_mark (source, epoch, sequence) VALUES (?, ?, ?)"
                + " ON CONFLICT (source) DO UPDATE SET epoch = excluded.epoch,"
                + " sequence = excluded.sequence"
        ).execute(arguments: [
            mark.source, Int64(bitPattern: mark.epoch), Int64(bitPattern: mark.sequence),
        ])
    }

    private func writeDifference(to state: RuntimeState, _ database: Database) throws {
        try Self.putMeta("state", encoder.encode(state.head), database)
        try writeLayers("programme", written.programme, state.programme, database)
        try writeLayers("preview", written.preview, state.preview, database)
        for (name, preset) in state.presets where written.presets[name] != preset {
            try database.execute(
                sql: "INSERT OR REPLACE INTO preset (name, document) VALUES (?, ?)",
                arguments: [name, Data(preset.document)])
        }
        for name in written.presets.keys where state.presets[name] == nil {
            try database.execute(sql: "DELETE FROM preset WHERE name = ?", arguments: [name])
        }
        try writeAlarmDifference(to: state, database)
        try writeUndoDifference(to: state.undo, database)
    }

    private func writeUndoDifference(to undo: UndoHistory, _ database: Database) throws {
        guard undo != written.undo else { return }
        // Numbers grow through `done` and fall through `undone`, so the side says the order.
        func sides(_ history: UndoHistory) -> [UInt64: Bool] {
            Dictionary(
                uniqueKeysWithValues: history.done.map { ($0.number, false) }
                    + history.undone.map { ($0.number, true) })
        }
        let old = sides(written.undo)
        let new = sides(undo)
        for step in undo.done + undo.undone where old[step.number] != new[step.number] {
            try database.cachedStatement(
                sql: "INSERT OR REPLACE INTO undo (number, is_undone, document) VALUES (?, ?, ?)"
            ).execute(arguments: [
                Int64(bitPattern: step.number), new[step.number], Data(step.document),
            ])
        }
        for number in old.keys where new[number] == nil {
            try database.cachedStatement(sql: "DELETE FROM undo WHERE number = ?")
                .execute(arguments: [Int64(bitPattern: number)])
        }
    }

    private func writeLayers(
        _ name: String, _ old: LayerStack, _ new: LayerStack, _ database: Database
    ) throws {
        guard old.layers != new.layers else { return }
        for (position, layer) in new.layers.enumerated()
        where position >= old.layers.count || old.layers[position] != layer {
            try database.cachedStatement(
                sql: "INSERT OR REPLACE INTO layer (stack, id, position, document)"
                    + " VALUES (?, ?, ?, ?)"
            ).execute(arguments: [name, layer.id, position, Data(layer.document)])
        }
        for layer in old.layers where new.position(of: layer.id) == nil {
            try database.execute(
                sql: "DELETE FROM layer WHERE stack = ? AND id = ?", arguments: [name, layer.id])
        }
    }

    private func writeAlarmDifference(to state: RuntimeState, _ database: Database) throws {
        let changes = state.alarms.changes(since: written.alarms)
        for key in changes.changed {
            guard let alarm = state.alarms[key] else { continue }
            try database.cachedStatement(
                sql: "INSERT OR REPLACE INTO alarm (kind, subject, document) VALUES (?, ?, ?)"
            ).execute(arguments: [key.kind, key.subject, encoder.encode(alarm)])
        }
        for key in changes.gone {
            try database.cachedStatement(sql: "DELETE FROM alarm WHERE kind = ? AND subject = ?")
                .execute(arguments: [key.kind, key.subject])
        }
    }

    private static func putMeta(_ key: String, _ value: Data, _ database: Database) throws {
        try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)"
        ).execute(arguments: [key, value])
    }

    // MARK: Upkeep

    /// Deletes idempotency entries from before `wall` and all but the newest journal lines.
    func prune(
        keysBefore wall: Int64, journalLimit: Int, history: HistoryLimits = HistoryLimits(),
        now: Int64 = 0
    ) throws {
        try queue.write { database in
            try StoreHistory.prune(history, now: now, database)
            let firstKept = try Int64.fetchOne(
                database, sql: "SELECT id FROM idempotency WHERE created >= ? ORDER BY id LIMIT 1",
                arguments: [wall])
            try database.execute(
                sql: "DELETE FROM idempotency WHERE id < ? AND created < ?",
                arguments: [firstKept ?? .max, wall])
            try database.execute(
                sql: "DELETE FROM journal WHERE id <= (SELECT max(id) FROM journal) - ?",
                arguments: [journalLimit])
        }
    }

    /// Flushes the write-ahead log and closes.
    func close() throws {
        try queue.close()
    }

    /// Looks an older key, used at `created`, up through a read-only connection of its own. Any thread.
    static func entry(
        forKey key: String, created: Int64, path: String
    ) throws -> IdempotencyEntry? {
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try StoreConnection.open(path, configuration)
        return try queue.read { database in
            try Row.fetchOne(
                database,
                sql: "SELECT * FROM idempotency WHERE created = ? AND key = ? ORDER BY id DESC",
                arguments: [created, key]
            ).map(Self.entry)
        }
    }

    /// Checks the file and copies it to `target` in one consistent piece, through a connection of
    /// its own; the writer is not held up. A damaged file never replaces a good backup. Any thread.
    static func backUp(path: String, to target: String) throws {
        let temporary = target + ".partial"
        try? FileManager.default.removeItem(atPath: temporary)
        let queue = try StoreConnection.open(path)
        try queue.writeWithoutTransaction { database in
            let verdict = try String.fetchOne(database, sql: "PRAGMA quick_check(1)")
            guard verdict == "ok" else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: verdict)
            }
            try database.execute(sql: "VACUUM INTO ?", arguments: [temporary])
        }
        try queue.close()
        guard rename(temporary, target) == 0 else {
            throw DatabaseError(resultCode: .SQLITE_IOERR, message: "rename to \(target)")
        }
    }
}
