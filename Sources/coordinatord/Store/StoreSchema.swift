internal import GRDB

/// The tables, and the steps that lead from each older version to the next.
enum StoreSchema {
    /// Marks the file as ours ("Hold").
    static let applicationID = 0x486F_6C64
    /// The version this program writes.
    static var currentVersion: Int { steps.count }

    /// Step i brings a store from version i to i + 1. Steps are only ever appended.
    static let steps: [String] = [
        """
        CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE layer (
            stack TEXT NOT NULL, id TEXT NOT NULL, position INTEGER NOT NULL,
            document BLOB NOT NULL, PRIMARY KEY (stack, id)) WITHOUT ROWID;
        CREATE TABLE preset (name TEXT PRIMARY KEY, document BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE alarm (
            kind TEXT NOT NULL, subject TEXT NOT NULL, document BLOB NOT NULL,
            PRIMARY KEY (kind, subject)) WITHOUT ROWID;
        CREATE TABLE journal (
            id INTEGER PRIMARY KEY, version INTEGER NOT NULL, wall INTEGER NOT NULL,
            operation TEXT NOT NULL, source TEXT NOT NULL, name TEXT NOT NULL,
            accepted INTEGER NOT NULL, detail TEXT NOT NULL);
        CREATE TABLE idempotency (
            id INTEGER PRIMARY KEY, fingerprint INTEGER NOT NULL, key TEXT NOT NULL,
            request_hash INTEGER NOT NULL, outcome BLOB NOT NULL, created INTEGER NOT NULL);
        CREATE INDEX idempotency_fingerprint ON idempotency (fingerprint);
        CREATE TABLE fact_mark (
            source TEXT PRIMARY KEY, epoch INTEGER NOT NULL, sequence INTEGER NOT NULL)
            WITHOUT ROWID;
        """,
        """
        CREATE TABLE undo (
            number INTEGER PRIMARY KEY, is_undone INTEGER NOT NULL, document BLOB NOT NULL);
        """,
        """
        CREATE TABLE run (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ended INTEGER NOT NULL,
            document BLOB NOT NULL);
        CREATE TABLE as_run (
            number INTEGER PRIMARY KEY, run TEXT NOT NULL, wall INTEGER NOT NULL,
            frame INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
            operation TEXT NOT NULL, principal TEXT NOT NULL, detail TEXT NOT NULL);
        CREATE INDEX as_run_of ON as_run (run, number);
        """,
        // Fingerprints are random: under many keys each new one wrote a page of its own. Times grow, so
        // new keys share the index's last page; who looks for a key knows when it was used.
        """
        DROP INDEX idempotency_fingerprint;
        CREATE INDEX idempotency_created ON idempotency (created);
        """,
    ]

    /// The version the file says it has; 0 for an empty one.
    static func version(_ database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    }

    /// Brings the file to the current version in one transaction. Precondition: it is not newer.
    static func migrate(_ database: Database) throws {
        let found = try version(database)
        for step in steps.dropFirst(found) { try database.execute(sql: step) }
        try database.execute(sql: "PRAGMA user_version = \(currentVersion)")
        try database.execute(sql: "PRAGMA application_id = \(applicationID)")
    }
}
