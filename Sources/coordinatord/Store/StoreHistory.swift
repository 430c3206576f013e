internal import CoordinatorDecision
internal import Foundation
internal import GRDB
internal import Proto

/// A question about what has been on air.
enum HistoryQuestion: Sendable {
    /// Finished runs, newest first, from the one before `before` (empty: the newest) on; `id` names
    /// one of them alone.
    /// The answer is `none` where there is no run `before`.
    case runs(before: String, id: String, limit: Int)
    /// Lines of one run, oldest first, after the line of this number (0: from the first), and after
    /// so many more.
    case asRun(run: String, number: UInt64, after: Int, limit: Int)
}

/// Its answer.
enum HistoryAnswer: Sendable {
    case none
    case runs([FinishedRun])
    /// Each with its number.
    case asRun([(number: UInt64, entry: AsRunEntry)])
}

/// How much history is kept.
struct HistoryLimits: Sendable {
    var runs = 1_000
    var entries = 1_000_000
    var days = 400
}

/// The tables of what has been on air: one summary a run, and the as-run log.
enum StoreHistory {
    /// Writes the lines of a group of records, and every summary in their states that was not
    /// there before. A summary is written once, however often a restart brings it again.
    static func insert(
        _ records: [StoreRecord], known: [FinishedRun], _ encoder: JSONEncoder,
        _ database: Database
    ) throws {
        var seen = Set(known.map(\.id))
        for record in records {
            for run in record.state?.finished ?? [] where seen.insert(run.id).inserted {
                try database.cachedStatement(
                    sql: "INSERT OR IGNORE INTO run (id, ended, document) VALUES (?, ?, ?)"
                ).execute(arguments: [run.id, run.endedAtWall, encoder.encode(run)])
            }
        }
        let lines = records.flatMap(\.asRun)
        for (line, document) in zip(lines, AsRunLine.documents(lines)) {
            try database.cachedStatement(
                sql: "INSERT OR IGNORE INTO as_run (number, run, wall, frame, kind, text,"
                    + " operation, principal, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            ).execute(arguments: [
                line.number == 0 ? nil : Int64(clamping: line.number), line.run, line.wall,
                line.index, line.kind, line.text, line.operation,
                line.principal, document,
            ])
        }
        guard let last = lines.last, last.number > 0 else { return }
        try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO meta (key, value) VALUES ('as_run_line', ?)"
        ).execute(arguments: [Int64(clamping: last.number)])
    }

    /// The number of the newest line that was ever written; lines up to it are on disk, or were pruned.
    static func lastLine(_ database: Database) throws -> UInt64 {
        let noted = try Int64.fetchOne(
            database, sql: "SELECT value FROM meta WHERE key = 'as_run_line'")
        let present = try Int64.fetchOne(database, sql: "SELECT max(number) FROM as_run")
        return UInt64(clamping: max(noted ?? 0, present ?? 0))
    }

    /// Answers through a read-only connection of its own: reading never waits for the writer.
    static func answer(_ question: HistoryQuestion, path: String) throws -> HistoryAnswer {
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try StoreConnection.open(path, configuration)
        return try queue.read { database in
            switch question {
            case .runs(let before, let id, let limit):
                try runs(before: before, id: id, limit: limit, database).map(HistoryAnswer.runs)
                    ?? HistoryAnswer.none
            case .asRun(let run, let number, let after, let limit):
                .asRun(try lines(run, number, after: after, limit: limit, database))
            }
        }
    }

    private static func runs(
        before: String, id: String, limit: Int, _ database: Database
    ) throws -> [FinishedRun]? {
        let decoder = JSONDecoder()
        let rows: [Data]
        if !id.isEmpty {
            rows = try Data.fetchAll(
                database, sql: "SELECT document FROM run WHERE id = ?", arguments: [id])
        } else {
            var last: Int64? = .max
            if !before.isEmpty {
                last = try Int64.fetchOne(
                    database, sql: "SELECT number FROM run WHERE id = ?", arguments: [before])
            }
            guard let last else { return nil }
            rows = try Data.fetchAll(
                database,
                sql: "SELECT document FROM run WHERE number < ? ORDER BY number DESC LIMIT ?",
                arguments: [last, limit])
        }
        return try rows.map { try decoder.decode(FinishedRun.self, from: $0) }
    }

    private static func lines(
        _ run: String, _ number: UInt64, after: Int, limit: Int, _ database: Database
    ) throws -> [(number: UInt64, entry: AsRunEntry)] {
        try Row.fetchAll(
            database,
            sql: "SELECT * FROM as_run WHERE run = ? AND number > ? ORDER BY number LIMIT ?"
                + " OFFSET ?",
            arguments: [run, Int64(clamping: number), limit, after]
        ).map { row in
            let number: Int64 = row["number"]
            return (
                UInt64(clamping: number),
                AsRunEntry(
                    wallNanoseconds: row["wall"], index: row["frame"], kind: row["kind"],
                    text: row["text"], operationId: row["operation"], principal: row["principal"],
                    detail: row["detail"])
            )
        }
    }

    /// Deletes what is older or more than the limits allow; lines go with their run.
    static func prune(_ limits: HistoryLimits, now wall: Int64, _ database: Database) throws {
        let oldest = wall - Int64(limits.days) * 86_400_000_000_000
        try database.execute(
            sql: "DELETE FROM as_run WHERE run IN (SELECT id FROM run WHERE ended < ?1"
                + " OR number <= (SELECT max(number) FROM run) - ?2)",
            arguments: [oldest, limits.runs])
        try database.execute(
            sql: "DELETE FROM run WHERE ended < ?"
                + " OR number <= (SELECT max(number) FROM run) - ?",
            arguments: [oldest, limits.runs])
        try database.execute(
            sql: "DELETE FROM as_run WHERE number <= (SELECT max(number) FROM as_run) - ?",
            arguments: [limits.entries])
    }
}
