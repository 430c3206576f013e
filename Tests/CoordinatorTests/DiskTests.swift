import Common
import Foundation
import Messaging
import Proto
import TestKit
import Testing

/// Disks that fail while the coordinator runs: alarms and refusals, no crash, and all resumes by itself.
@Suite("Disks that fail", .serialized, .realTime)
struct DiskTests {
    @Test(
        "A disk that stands still: durable changes refused within seconds, an alarm, then all resumes"
    )
    func slowDisk() throws {
        let live = try LiveCoordinator()
        let stuck = live.instance.paths.runtime + "/stuck"
        try live.start(
            before: "export LD_PRELOAD='\(try Self.stuckDisk(live))' STUCK_DISK='\(stuck)';")
        _ = try live.model()
        let id = try live.settle(.addLayer(AddLayer(shaderId: "solid")), key: "a").subjectId
        #expect(FileManager.default.createFile(atPath: stuck, contents: nil))
        try expectNotStored(live, id)
        try expectRefusal(live, id)
        try FileManager.default.removeItem(atPath: stuck)
        try expectRecovery(live, id)
        try live.end(SIGTERM)
    }

    /// A library that makes `fdatasync` wait for as long as a file is there: a disk that stands still.
    private static func stuckDisk(_ live: LiveCoordinator) throws -> String {
        let source = live.instance.paths.runtime + "/stuck.c"
        let library = live.instance.paths.runtime + "/stuck.so"
        try """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <stdlib.h>
        #include <unistd.h>
        int fdatasync(int descriptor) {
            const char *stuck = getenv("STUCK_DISK");
            while (stuck && access(stuck, F_OK) == 0) usleep(10000);
            int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
            return real(descriptor);
        }
        """.write(toFile: source, atomically: true, encoding: .utf8)
        let compiled = try CommandResult.run(
            "/usr/bin/env", ["clang", "-shared", "-fPIC", "-o", library, source])
        try #require(compiled.code == 0, "\(compiled.errors)")
        return library
    }

    /// The first durable change on a disk that does not take it: made, and answered as not stored
    /// within the time in which the command line waits, not by silence.
    private func expectNotStored(_ live: LiveCoordinator, _ id: String) throws {
        let outcome = try live.link.client.request(
            Command(
                operationId: "first", idempotencyKey: "first",
                action: .renameLayer(RenameLayer(layer: layer(id), name: "first"))),
            deadline: live.time.now() + .seconds(5))
        #expect(outcome.accepted && !outcome.stored, "\(outcome)")
        #expect(outcome.errorCode == .storeUnavailable)
        #expect(outcome.errorSentence.contains("not stored"), "\(outcome.errorSentence)")
        #expect(try live.model().programme.layers.first?.name == "first", "it is on air")
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
        // A mapped file that the file system takes back would end the process by a signal.
        let mapped = live.instance.paths.state + "/coordinator.sqlite-shm"
        #expect(!FileManager.default.fileExists(atPath: mapped))
        for file in files { #expect(Self.freeze(file, true), "\(file)") }
        try expectNotStored(live, id)
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
        let again = try live.settle(
            .renameLayer(RenameLayer(layer: layer(id), name: "first")), key: "first")
        #expect(again.accepted && again.stored && again.replayed, "\(again.errorSentence)")
        let outcome = try live.ask(.renameLayer(RenameLayer(layer: layer(id), name: "after")))
        #expect(outcome.accepted && outcome.stored)
        let names = try live.trace("first").compactMap(\.event.kind?.name)
        #expect(names.first == "runtime_mutation_accepted", "decided, \(names)")
        #expect(names.contains("render_snapshot_published"), "published, \(names)")
    }
}
