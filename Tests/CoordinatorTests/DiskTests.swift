import Common
import Foundation
import GRDB
import Messaging
import Proto
import TestKit
import Testing

/// Disks that fail while the coordinator runs: alarms and refusals, no crash, and all resumes by itself.
@Suite("Disks that fail", .serialized)
struct DiskTests {
    @Test(
        "A disk that stands still: durable changes refused within seconds, an alarm, then all resumes"
    )
    func slowDisk() throws {
        let live = try LiveCoordinator()
        try live.start()
        _ = try live.model()
        let id = try live.settle(.addLayer(AddLayer(shaderId: "solid")), key: "a").subjectId
        // Another process holds the write lock: to the store, a disk that does not answer.
        let queue = try DatabaseQueue(path: live.instance.paths.state + "/coordinator.sqlite")
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "BEGIN IMMEDIATE")
            try expectRefusal(live, id)
            try database.execute(sql: "ROLLBACK")
        }
        try expectRecovery(live, id)
        try live.end(SIGTERM)
    }

    /// Whether a file can be made unchangeable here, under whoever has it open.
    static let canFreeze: Bool = {
        let path = NSTemporaryDirectory() + "freeze-\(UInt32.random(in: 0...UInt32.max))"
        guard FileManager.default.createFile(atPath: path, contents: nil) else { return false }
        defer { try? FileManager.default.removeItem(atPath: path) }
        let isFrozen = freeze(path, true)
        return isFrozen && freeze(path, false)
    }()

    private static func freeze(_ path: String, _ isFrozen: Bool) -> Bool {
        let change = isFrozen ? "+i" : "-i"
        return (try? CommandResult.run("/usr/bin/chattr", [change, path]).code) == 0
    }

    @Test(
        "A disk that has become read-only: durable changes refused, an alarm, then all resumes",
        .enabled(if: canFreeze, "needs a file system with attributes, and the right to set them"))
    func readOnlyDisk() throws {
        let live = try LiveCoordinator()
        try live.start()
        _ = try live.model()
        let id = try live.settle(.addLayer(AddLayer(shaderId: "solid")), key: "a").subjectId
        let files = ["", "-wal"].map {
            live.instance.paths.state + "/coordinator.sqlite\($0)"
        }
        defer { for file in files { _ = Self.freeze(file, false) } }
        for file in files { #expect(Self.freeze(file, true), "\(file)") }
        try expectRefusal(live, id)
        for file in files { #expect(Self.freeze(file, false)) }
        try expectRecovery(live, id)
        try live.end(SIGTERM)
    }

    /// Durable changes are refused, live ones are not, and an alarm says why.
    private func expectRefusal(_ live: LiveCoordinator, _ id: String) throws {
        var refusal: MutationOutcome?
        for number in 0..<200 where refusal == nil {
            let outcome = try? live.link.client.request(
                Command(
                    action: .renameLayer(RenameLayer(layer: layer(id), name: "n\(number)"))),
                deadline: live.time.now() + .milliseconds(300))
            if let outcome, !outcome.accepted { refusal = outcome }
        }
        #expect(refusal?.errorCode == .storeUnavailable)
        let moved = try live.ask(
            .setParameter(
                SetParameter(
                    target: parameter("level", of: id), value: float(9), gesture: .inProgress)))
        #expect(moved.accepted, "live changes go on")
        #expect(
            live.events.first {
                if case .alarmRaised(let event) = $0 {
                    event.alarm.key.kind == "store-unavailable"
                } else {
                    false
                }
            } != nil)
    }

    /// The alarm goes by itself, and durable changes are stored again.
    private func expectRecovery(_ live: LiveCoordinator, _ id: String) throws {
        #expect(
            live.events.first {
                if case .alarmCleared(let event) = $0 {
                    event.alarm.key.kind == "store-unavailable"
                } else {
                    false
                }
            } != nil)
        let outcome = try live.ask(.renameLayer(RenameLayer(layer: layer(id), name: "after")))
        #expect(outcome.accepted && outcome.stored)
    }
}
