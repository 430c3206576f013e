import Common
@testable import Coordinator
import CoordinatorDecision
import Foundation
import GRDB
import Proto
import TestKit
import Testing

@Suite("The store and the checkpoint")
struct StoreTests {
    let instance: TestInstance
    let wall: Int64 = 1_700_000_000_000_000_000
    var directory: String { instance.paths.state }

    init() throws { instance = try TestInstance() }

    func record(_ ordinal: UInt64, _ state: RuntimeState, key: String? = nil) -> StoreRecord {
        StoreRecord(
            ordinal: ordinal, queuedAt: MonotonicInstant(nanoseconds: 1), state: state,
            journal: JournalEntry(
                version: state.version, wall: wall, operation: "op", source: "test",
                name: "set_parameter", accepted: true, detail: ""),
            idempotency: key.map {
                IdempotencyEntry(
                    key: $0, requestHash: 7, outcome: Data([1, 2]), createdAtWall: wall)
            }, factMark: StoredMark(source: "renderd.a", epoch: .max, sequence: ordinal))
    }

    @Test("What was committed is what a start finds: stacks, presets, overlay, alarms, keys, marks")
    func roundTrip() throws {
        var fixture = Fixture.withStack()
        let first = try StoreOpening.open(directory: directory, runtime: directory, wall: wall)
        #expect(first.origin == .created)
        try first.store.write([record(1, fixture.state, key: "a")])
        fixture.perform(OverlayTests.automate("gain", 3))
        fixture.perform(.moveLayer(MoveLayer(layer: layer("layer-1"), position: 2)))
        fixture.perform(.removeLayer(RemoveLayer(layer: layer("layer-2"))))
        fixture.perform(.addLayer(AddLayer(shaderId: "title")))
        fixture.perform(Command(stack: .preview, action: .addLayer(AddLayer(shaderId: "title"))))
        fixture.perform(.deletePreset(DeletePreset(name: "show")))
        fixture.perform(.savePreset(SavePreset(name: "other")))
        try first.store.write([record(2, fixture.state, key: "b")])
        try first.store.close()
        let second = try StoreOpening.open(directory: directory, runtime: directory, wall: wall)
        #expect(second.origin == .opened)
        #expect(second.contents.state == fixture.state)
        #expect(second.contents.storeID == first.contents.storeID)
        #expect(second.contents.recentKeys.map(\.key) == ["a", "b"])
        #expect(second.contents.factMarks["renderd.a"]?.sequence == 2)
        #expect(second.contents.factMarks["renderd.a"]?.epoch == .max)
        let found = try StoreDatabase.entry(
            forKey: "a", created: wall, path: second.store.path)
        #expect(found?.requestHash == 7)
    }

    @Test("A store from a newer version is refused with a sentence, and not a byte is changed")
    func newer() throws {
        let path = StoreOpening.databasePath(directory)
        try StoreOpening.open(directory: directory, runtime: directory, wall: wall).store.close()
        let queue = try DatabaseQueue(path: path)
        try queue.write { try $0.execute(sql: "PRAGMA user_version = 999") }
        try queue.close()
        let before = FileManager.default.contents(atPath: path)
        #expect(throws: StoreOpenError.self) {
            try StoreOpening.open(directory: directory, runtime: directory, wall: wall)
        }
        #expect(FileManager.default.contents(atPath: path) == before)
        let names = try FileManager.default.contentsOfDirectory(atPath: directory)
        #expect(!names.contains { $0.contains("damaged") })
    }

    @Test("A damaged store is set aside, never deleted, and the last good backup is used")
    func damaged() throws {
        var fixture = Fixture.withStack()
        let first = try StoreOpening.open(directory: directory, runtime: directory, wall: wall)
        try first.store.write([record(1, fixture.state)])
        StoreBackup.backUp(directory) { #expect($0 == nil) }
        fixture.perform(.removeLayer(RemoveLayer(layer: layer("layer-1"))))
        try first.store.write([record(2, fixture.state)])
        try first.store.close()
        let path = StoreOpening.databasePath(directory)
        try Data(repeating: 0x5A, count: 200_000).write(to: URL(fileURLWithPath: path))
        let second = try StoreOpening.open(directory: directory, runtime: directory, wall: wall)
        guard case .restored(let aside, _) = second.origin else {
            Issue.record("\(second.origin)")
            return
        }
        #expect(FileManager.default.contents(atPath: aside)?.count == 200_000)
        #expect(second.contents.state.programme.layers.count == 2)
        #expect(second.contents.storeID == first.contents.storeID)
        try second.store.close()
        // A backup is not made from a damaged file either.
        try Data(repeating: 0x5A, count: 200_000).write(to: URL(fileURLWithPath: path))
        var failures = 0
        StoreBackup.backUp(directory) { failures += $0 == nil ? 0 : 1 }
        #expect(failures == 1)
        try Data("nonsense".utf8).write(
            to: URL(fileURLWithPath: StoreOpening.backupPath(directory)))
        let third = try StoreOpening.open(directory: directory, runtime: directory, wall: wall + 1)
        guard case .recreated = third.origin else {
            Issue.record("\(third.origin)")
            return
        }
        #expect(third.contents.state == RuntimeState())
    }

    @Test("A checkpoint torn at any byte leaves the copy before it")
    func torn() throws {
        var file = CheckpointFile(directory: instance.paths.runtime)
        let fixture = Fixture.withStack()
        let one = Checkpoint(
            storeID: "s", state: RuntimeState(), pendingKeys: [], pendingMarks: [])
        let two = Checkpoint(
            storeID: "s", state: fixture.state,
            pendingKeys: [
                IdempotencyEntry(key: "k", requestHash: 1, outcome: Data(), createdAtWall: wall)
            ], pendingMarks: [StoredMark(source: "a", epoch: 1, sequence: 2)])
        try file.write(one)
        try file.write(two)
        #expect(CheckpointFile(directory: instance.paths.runtime).read() == two)
        // Generation 2 is in copy a.
        let path = instance.paths.runtime + "/checkpoint.a"
        let whole = try #require(FileManager.default.contents(atPath: path))
        for length in stride(from: 0, to: whole.count, by: 97) {
            try whole.prefix(length).write(to: URL(fileURLWithPath: path))
            #expect(CheckpointFile(directory: instance.paths.runtime).read() == one)
            var flipped = whole
            flipped[length] ^= 0x10
            try flipped.write(to: URL(fileURLWithPath: path))
            #expect(CheckpointFile(directory: instance.paths.runtime).read() == one)
        }
        var again = CheckpointFile(directory: instance.paths.runtime)
        try again.write(two)
        #expect(CheckpointFile(directory: instance.paths.runtime).read() == two)
    }

    @Test("A start takes the newer of store and checkpoint, with the keys only the checkpoint has")
    func hydration() throws {
        var fixture = Fixture.withStack()
        let opened = try StoreOpening.open(directory: directory, runtime: directory, wall: wall)
        try opened.store.write([record(1, fixture.state, key: "a")])
        try opened.store.close()
        fixture.perform(OverlayTests.automate("gain", 3))
        fixture.perform(.addLayer(AddLayer(shaderId: "title")))
        var file = CheckpointFile(directory: instance.paths.runtime)
        func entry(_ key: String) -> IdempotencyEntry {
            IdempotencyEntry(key: key, requestHash: 1, outcome: Data(), createdAtWall: wall)
        }
        let checkpoint = Checkpoint(
            storeID: opened.contents.storeID, state: fixture.state,
            pendingKeys: [entry("a"), entry("b")],
            pendingMarks: [StoredMark(source: "renderd.a", epoch: .max, sequence: 1)])
        try file.write(checkpoint)
        func load() throws -> (hydration: Hydration, store: StoreFile) {
            try Hydration.load(
                instance.paths,
                checkpoint: CheckpointFile(directory: instance.paths.runtime),
                lines: AsRunFile(directory: instance.paths.runtime),
                now: MonotonicInstant(nanoseconds: 5), wall: wall)
        }
        let (loaded, store) = try load()
        #expect(loaded.isFromCheckpoint)
        #expect(loaded.state.programme == fixture.state.programme)
        #expect(loaded.unstoredKeys.map(\.key) == ["b"], "the store had the other one")
        #expect(loaded.unstoredMarks.isEmpty)
        // The clock starts anew after a boot; an automation must not wait for ever.
        #expect(loaded.state.overlay[OverlayTests.gain]?.touchedAt.nanoseconds == 5)
        var foreign = checkpoint
        foreign.storeID = "another"
        try file.write(foreign)
        try store.close()
        #expect(!(try load().hydration.isFromCheckpoint), "another store's checkpoint is not taken")
    }

    @Test("Keys are found whole while recent, by fingerprint when older, and not when unknown")
    func idempotencyIndex() {
        func entry(_ number: Int) -> IdempotencyEntry {
            IdempotencyEntry(
                key: "key-\(number)", requestHash: 1, outcome: Data(), createdAtWall: 0)
        }
        var index = IdempotencyIndex(recent: [entry(0)], olderFingerprints: [:])
        #expect(index.find("key-0") == .known(entry(0), ordinal: 0))
        for number in 1...(IdempotencyIndex.recentCapacity + 5) {
            index.insert(entry(number), ordinal: UInt64(number))
        }
        #expect(index.find("key-0") == .inStore(created: 0))
        #expect(index.find("key-6") == .known(entry(6), ordinal: 6))
        #expect(index.find("other") == .unknown)
    }
}
