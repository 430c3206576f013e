import Common
@testable import Coordinator
@testable import CoordinatorDecision
import Foundation
import GRDB
import Proto
import TestKit
import Testing

@Suite("The store over the years")
struct StoreUpkeepTests {
    let instance: TestInstance
    let wall: Int64 = 1_700_000_000_000_000_000
    var directory: String { instance.paths.state }
    var path: String { StoreOpening.databasePath(directory) }

    init() throws { instance = try TestInstance() }

    func record(_ ordinal: UInt64, _ state: RuntimeState, key: String, wall: Int64) -> StoreRecord {
        StoreRecord(
            ordinal: ordinal, queuedAt: MonotonicInstant(nanoseconds: 1), state: state,
            journal: JournalEntry(
                version: state.version, wall: wall, operation: key, source: "test",
                name: "set_parameter", accepted: true, detail: ""),
            idempotency: IdempotencyEntry(
                key: key, requestHash: 7, outcome: Data([1]), createdAtWall: wall))
    }

    @Test("A store of every earlier version is brought up to date with everything in it")
    func migration() throws {
        let fixture = Fixture.withStack()
        let encoder = JSONEncoder()
        for version in 1..<StoreSchema.currentVersion {
            try? FileManager.default.removeItem(atPath: path)
            let queue = try DatabaseQueue(path: path)
            try queue.write { database in
                for step in StoreSchema.steps.prefix(version) { try database.execute(sql: step) }
                try database.execute(sql: "PRAGMA user_version = \(version)")
                // A head as it was before there was an undo.
                var head = try #require(
                    JSONSerialization.jsonObject(with: encoder.encode(fixture.state.head))
                        as? [String: Any])
                head["gestures"] = nil
                head["nextUndoNumber"] = nil
                try database.execute(
                    sql: "INSERT INTO meta (key, value) VALUES ('state', ?)",
                    arguments: [JSONSerialization.data(withJSONObject: head)])
                for (position, layer) in fixture.state.programme.layers.enumerated() {
                    try database.execute(
                        sql: "INSERT INTO layer VALUES ('programme', ?, ?, ?)",
                        arguments: [layer.id, position, encoder.encode(layer)])
                }
            }
            try queue.close()
            let opened = try StoreOpening.open(directory: directory, runtime: directory, wall: wall)
            #expect(opened.origin == .opened)
            #expect(opened.contents.state.programme == fixture.state.programme)
            #expect(opened.contents.state.version == fixture.state.version)
            #expect(opened.contents.state.undo == UndoHistory())
            try opened.store.write([record(1, fixture.state, key: "k", wall: wall)])
            try opened.store.close()
            let again = try StoreOpening.open(directory: directory, runtime: directory, wall: wall)
            #expect(again.contents.state == fixture.state)
            try again.store.close()
        }
    }

    @Test("Undo and redo are there after a restart, in their order")
    func undo() throws {
        var fixture = Fixture.withStack()
        for value in 1...6 {
            fixture.perform(
                .setParameter(
                    SetParameter(target: parameter("gain"), value: float(Double(value) / 2))))
        }
        let first = try StoreOpening.open(directory: directory, runtime: directory, wall: wall)
        try first.store.write([record(1, fixture.state, key: "a", wall: wall)])
        fixture.perform(.undo(Undo(count: 3)))
        fixture.perform(.redo(Redo()))
        try first.store.write([record(2, fixture.state, key: "b", wall: wall)])
        try first.store.close()
        let second = try StoreOpening.open(directory: directory, runtime: directory, wall: wall)
        #expect(second.contents.state == fixture.state)
        fixture.state = second.contents.state
        fixture.perform(.undo(Undo()))
        #expect(fixture.state.layer("layer-1")?.values["gain"] == .float(1.5))
        fixture.perform(.redo(Redo(count: 3)))
        #expect(fixture.state.layer("layer-1")?.values["gain"] == .float(3))
        try second.store.close()
    }

    @Test(
        "Pruning keeps the newest lines and the keys of a day, so that a start does not grow with age"
    )
    func pruning() throws {
        let fixture = Fixture.withStack()
        let opened = try StoreOpening.open(directory: directory, runtime: directory, wall: wall)
        let day = StoreOpening.keyLifetimeNanoseconds
        let records = (1...500).map { number in
            record(
                UInt64(number), fixture.state, key: "k\(number)",
                wall: number <= 300 ? wall - 2 * day : wall)
        }
        try opened.store.write(records)
        try opened.store.prune(keysBefore: wall - day, journalLimit: 100)
        try opened.store.close()
        let queue = try DatabaseQueue(path: path)
        let counts = try queue.read { database in
            try (
                Int.fetchOne(database, sql: "SELECT count(*) FROM journal") ?? 0,
                Int.fetchOne(database, sql: "SELECT count(*) FROM idempotency") ?? 0,
                String.fetchOne(database, sql: "SELECT max(operation) FROM journal")
            )
        }
        #expect(counts.0 == 100 && counts.1 == 200 && counts.2 == "k500")
        try queue.close()
        let again = try StoreOpening.open(directory: directory, runtime: directory, wall: wall)
        #expect(again.contents.recentKeys.count == 200)
        try again.store.close()
    }

    @Test("A checkpoint is read as it was written; what is cut or foreign is not read")
    func checkpoint() throws {
        var fixture = Fixture.withStack()
        fixture.perform(OverlayTests.automate("gain", 3))
        fixture.perform(Command(stack: .preview, action: .addLayer(AddLayer(shaderId: "title"))))
        fixture.perform(.undo(Undo()))
        let checkpoint = Checkpoint(
            storeID: "s", state: fixture.state,
            pendingKeys: (0..<3).map {
                IdempotencyEntry(
                    key: "k\($0)", requestHash: .max - UInt64($0), outcome: Data([1, 2, 3]),
                    createdAtWall: -1)
            }, pendingMarks: [StoredMark(source: "a", epoch: .max, sequence: 9)])
        var encoder = CheckpointEncoder()
        let first = try encoder.encode(checkpoint)
        #expect(CheckpointDecoder.decode(first) == checkpoint)
        // Encoded again with what it remembers, after a change and without one.
        #expect(CheckpointDecoder.decode(try encoder.encode(checkpoint)) == checkpoint)
        var changed = checkpoint
        fixture.perform(.setOpacity(SetOpacity(layer: layer("layer-1"), opacity: 0.5)))
        changed.state = fixture.state
        #expect(CheckpointDecoder.decode(try encoder.encode(changed)) == changed)
        for length in stride(from: 0, to: first.count - 1, by: 61) {
            #expect(CheckpointDecoder.decode(first.prefix(length)) == nil)
        }
    }
}
