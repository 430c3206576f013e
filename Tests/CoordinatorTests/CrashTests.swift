import Common
import Foundation
import Messaging
import Proto
import Synchronization
import TestKit
import Testing

/// Real processes, real sockets, a real disk.
@Suite("coordinatord across crashes", .serialized, .realTime)
struct CrashTests {
    @Test("Killed at random: no acknowledged change is lost and none is made twice")
    func kills() throws {
        let live = try LiveCoordinator()
        try live.start()
        _ = try live.model()
        let done = Atomic<Bool>(false)
        let killer = WorkerThread.start(named: "killer") {
            for _ in 0..<10 {
                usleep(UInt32.random(in: 50_000...800_000))
                do {
                    try live.end()
                    try live.start()
                } catch { Issue.record("\(error)") }
            }
            done.store(true, ordering: .releasing)
        }
        var saved: [String] = []
        var layers: [String] = []
        var number = 0
        while !done.load(ordering: .acquiring) || number < 60 {
            number += 1
            guard number <= 500 else { break }
            if number % 12 == 0, layers.count < 40 {
                let outcome = try live.settle(
                    .addLayer(AddLayer(shaderId: "solid")), key: "add-\(number)")
                #expect(outcome.accepted && outcome.stored, "\(outcome.errorSentence)")
                layers.append(outcome.subjectId)
            } else {
                // Made twice it would be refused: the name is taken the second time.
                let outcome = try live.settle(
                    .savePreset(SavePreset(name: "preset-\(number)")), key: "save-\(number)")
                #expect(outcome.accepted && outcome.stored, "\(outcome.errorSentence)")
                saved.append("preset-\(number)")
            }
        }
        killer.join()
        try live.end()
        try live.start()
        let model = try live.model()
        #expect(model.programme.layers.map(\.id) == layers)
        var names: [String] = []
        var after = ""
        while true {
            guard
                case .presets(let page) = try live.link.client.request(
                    .listPresets(ListPresets(afterName: after)),
                    deadline: live.time.now() + .seconds(10))
            else { break }
            names += page.presets.map(\.name)
            after = names.last ?? ""
            if !page.more { break }
        }
        #expect(Set(names) == Set(saved))
        try live.end(SIGTERM)
    }

    @Test("A repeated key gets the first answer, across a restart too; another request is refused")
    func idempotency() throws {
        let live = try LiveCoordinator()
        try live.start()
        _ = try live.model()
        let add = Command.Action.addLayer(AddLayer(shaderId: "solid"))
        let first = try live.settle(add, key: "k")
        for signal in [SIGKILL, SIGTERM] {
            let again = try live.settle(add, key: "k")
            #expect(again.replayed && again.stored && again.accepted)
            #expect(again.subjectId == first.subjectId)
            #expect(again.stateVersion == first.stateVersion)
            try live.end(signal)
            try live.start()
            _ = try live.model()
        }
        #expect(try live.settle(add, key: "k").subjectId == first.subjectId)
        let other = try live.settle(.addLayer(AddLayer(name: "x", shaderId: "solid")), key: "k")
        #expect(other.errorCode == .idempotencyMismatch)
        #expect(try live.model().programme.layers.count == 1)
        try live.end(SIGTERM)
    }

    @Test("Live changes and automation survive a kill; a settled value is committed")
    func liveState() throws {
        let live = try LiveCoordinator()
        try live.start()
        _ = try live.model()
        let id = try live.settle(.addLayer(AddLayer(shaderId: "solid")), key: "a").subjectId
        let target = parameter("level", of: id)
        let outcome = try live.ask(
            .automationTarget(AutomationTarget(target: target, value: float(7), route: "/level")))
        #expect(outcome.mutationClass == .transientOverlay && !outcome.stored)
        #expect(
            live.events.first {
                if case .oscOverlaySettled(let event) = $0 { event.layerId == id } else { false }
            } != nil)
        _ = try live.ask(.setBypass(SetBypass(layer: layer(id), toggle: true)))
        // The checkpoint is promised within 20 ms; the machine may be busy.
        usleep(200_000)
        try live.end()
        try live.start()
        let model = try live.model()
        let found = try #require(model.programme.layers.first)
        #expect(found.bypassed)
        #expect(found.values.first?.value == float(7))
        #expect(found.overlay.isEmpty)
        try live.end(SIGTERM)
    }

    @Test("A second coordinator of an instance is refused and disturbs nothing")
    func second() throws {
        let live = try LiveCoordinator()
        try live.start()
        _ = try live.model()
        var environment = live.instance.environment
        environment["HOLDOVER_PATHS_SHADERS"] = "/nowhere"
        let other = try TestChild(
            BuiltProducts.path("coordinatord"), ["--instance", live.instance.paths.instance],
            environment: environment)
        let end = try other.wait()
        #expect(end != .exited(0))
        #expect(try live.ask(.publishNow(PublishNow())).accepted)
        #expect(try live.end(SIGTERM) == .exited(0))
    }

    @Test("A full disk refuses durable changes; live ones go on; writing resumes by itself")
    func fullDisk() throws {
        let live = try LiveCoordinator()
        // Files may grow to 400 KiB; the write-ahead log soon wants more.
        try live.start(before: "ulimit -S -f 400;")
        _ = try live.model()
        let id = try live.settle(.addLayer(AddLayer(shaderId: "solid")), key: "a").subjectId
        let target = parameter("level", of: id)
        var refusal: MutationOutcome?
        var made: [String] = []
        for number in 0..<2_000 where refusal == nil {
            let name = "n\(number)"
            let outcome = try live.link.client.request(
                Command(
                    idempotencyKey: name,
                    action: .renameLayer(RenameLayer(layer: layer(id), name: name))),
                deadline: live.time.now() + .seconds(5))
            if !outcome.accepted {
                refusal = outcome
            } else if !outcome.stored {
                // Decided when the disk was full already: said at once, and on air all the same.
                #expect(outcome.errorCode == .storeUnavailable)
                made.append(name)
            }
        }
        #expect(refusal?.errorCode == .storeUnavailable)
        #expect(try live.model().programme.layers.first?.name == made.last, "\(made)")
        let moved = try live.ask(
            .setParameter(
                SetParameter(target: target, value: float(9), gesture: .inProgress)))
        #expect(moved.accepted && moved.mutationClass == .liveCommitted)
        let model = try live.model()
        #expect(!model.storeAvailable)
        #expect(model.programme.layers.first?.values.first?.value == float(9))
        #expect(model.alarms.contains { $0.key.kind == "store-unavailable" && $0.active })
        let lift = try TestChild(
            "/usr/bin/prlimit", ["--pid", "\(live.pid)", "--fsize=unlimited"])
        #expect(try lift.wait() == .exited(0))
        #expect(
            live.events.first {
                if case .alarmCleared(let event) = $0 {
                    event.alarm.key.kind == "store-unavailable"
                } else {
                    false
                }
            } != nil)
        for name in made {
            let again = try live.settle(
                .renameLayer(RenameLayer(layer: layer(id), name: name)), key: name)
            #expect(again.stored && again.replayed, "\(name): \(again.errorSentence)")
        }
        let outcome = try live.ask(.renameLayer(RenameLayer(layer: layer(id), name: "after")))
        #expect(outcome.accepted && outcome.stored)
        try live.end()
        try live.start()
        let after = try live.model()
        #expect(after.programme.layers.first?.name == "after")
        #expect(after.programme.layers.first?.values.first?.value == float(9))
        try live.end(SIGTERM)
    }

    @Test("Sixteen clients at once: every answer is right and every change is there")
    func concurrency() async throws {
        let live = try LiveCoordinator()
        try live.start()
        _ = try live.model()
        let perClient = 25
        try await withThrowingTaskGroup(of: Int.self) { group in
            for client in 0..<16 {
                group.addTask {
                    var accepted = 0
                    for number in 0..<perClient {
                        let name = "c\(client)-\(number)"
                        let outcome = try await live.link.client.request(
                            Command(
                                operationId: name, idempotencyKey: name, origin: .http,
                                action: .savePreset(SavePreset(name: name))),
                            deadline: live.time.now() + .seconds(30))
                        if outcome.accepted, outcome.stored { accepted += 1 }
                    }
                    return accepted
                }
            }
            var total = 0
            for try await accepted in group { total += accepted }
            #expect(total == 16 * perClient)
        }
        #expect(try live.model().version.number >= UInt64(16 * perClient))
        // One Accepted and no Rejected for each operation.
        _ = live.events.first {
            if case .runtimeMutationAccepted(let event) = $0 {
                event.version.number >= UInt64(16 * perClient)
            } else {
                false
            }
        }
        let operations = live.events.received.compactMap { event -> String? in
            if case .runtimeMutationAccepted = event.event.kind { event.operationId } else { nil }
        }
        #expect(operations.count == Set(operations).count)
        #expect(operations.count == 16 * perClient)
        try live.end(SIGTERM)
    }
}
