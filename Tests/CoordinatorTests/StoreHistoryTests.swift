import Common
@testable import Coordinator
@testable import CoordinatorDecision
import Foundation
import Proto
import TestKit
import Testing

/// What the store keeps of runs.
@Suite("History in the store")
struct StoreHistoryTests {
    private func finished(_ count: Int, wall: Int64 = 1) -> [StoreRecord] {
        var state = RuntimeState()
        return (1...count).map { number in
            var run = Run()
            run.id = "run-\(number)"
            run.state = .stopped
            state.finished = Array(
                (state.finished + [FinishedRun(run, slots: nil, wall: wall)]).suffix(
                    FinishedRun.keptCount))
            state.version += 1
            let line = AsRunLine(
                run: run.id, wall: wall, index: 0, kind: "run", text: "ended", operation: "",
                principal: "", detail: "")
            return StoreRecord(
                ordinal: UInt64(number), queuedAt: MonotonicInstant(nanoseconds: 0), state: state,
                asRun: [line, line])
        }
    }

    private func runs(_ path: String, before: String = "", limit: Int = 1_000) throws -> [String] {
        let answer = try StoreHistory.answer(
            .runs(before: before, id: "", limit: limit), path: path)
        guard case .runs(let runs) = answer else { return [] }
        return runs.map(\.id)
    }

    @Test("Every run of a group has its summary, once, however often it comes again")
    func onceEach() throws {
        let instance = try TestInstance()
        let path = instance.paths.state + "/store.sqlite"
        let records = finished(20)
        var database = try StoreDatabase(path: path)
        _ = try database.hydrate(recentKeyCount: 1, keysSince: 0)
        try database.write(records)
        try database.close()
        // After a crash the checkpoint brings the newest summaries again.
        database = try StoreDatabase(path: path)
        _ = try database.hydrate(recentKeyCount: 1, keysSince: 0)
        try database.write([records[19]])
        try database.close()
        #expect(try runs(path) == (1...20).reversed().map { "run-\($0)" })
        #expect(try runs(path, before: "run-18", limit: 2) == ["run-17", "run-16"])
    }

    @Test("Only so many runs, lines and days are kept, and lines go with their run")
    func retention() throws {
        let instance = try TestInstance()
        let path = instance.paths.state + "/store.sqlite"
        let day: Int64 = 86_400_000_000_000
        let database = try StoreDatabase(path: path)
        _ = try database.hydrate(recentKeyCount: 1, keysSince: 0)
        try database.write(finished(20, wall: 100 * day))
        var limits = HistoryLimits()
        limits.runs = 5
        try database.prune(keysBefore: 0, journalLimit: 10, history: limits, now: 101 * day)
        #expect(try runs(path) == (16...20).reversed().map { "run-\($0)" })
        func lines(_ run: String) throws -> Int {
            let answer = try StoreHistory.answer(
                .asRun(run: run, number: 0, after: 0, limit: 99), path: path)
            guard case .asRun(let lines) = answer else { return -1 }
            return lines.count
        }
        #expect(try lines("run-20") == 2)
        #expect(try lines("run-3") == 0)
        limits.days = 400
        try database.prune(keysBefore: 0, journalLimit: 10, history: limits, now: 600 * day)
        #expect(try runs(path).isEmpty)
    }
}
