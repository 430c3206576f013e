import Common
import Foundation
import GRDB
import Messaging
import Proto
import TestKit
import Testing

/// The flows of the event model, followed through a live coordinator by their operation.
@Suite("Flows", .serialized)
struct FlowTests {
    func trace(_ live: LiveCoordinator, _ operation: String) throws -> [SequencedEvent] {
        let answer = try live.link.client.request(
            .getOperation(GetOperation(operationId: operation)),
            deadline: live.time.now() + .seconds(10))
        guard case .operation(let reply) = answer else { return [] }
        return reply.events
    }

    /// Asks until the operation has led to all of these, in this order among themselves.
    func expect(
        _ names: [String], of operation: String, in live: LiveCoordinator
    ) throws -> [SequencedEvent] {
        let deadline = live.time.now() + .seconds(30)
        var events: [SequencedEvent] = []
        while live.time.now() < deadline {
            events = try trace(live, operation)
            var rest = names[...]
            for event in events where event.event.kind?.name == rest.first {
                rest = rest.dropFirst()
            }
            if rest.isEmpty { return events }
            live.time.sleep(until: live.time.now() + .milliseconds(20))
        }
        Issue.record("\(events.compactMap(\.event.kind?.name)) does not go through \(names)")
        return events
    }

    @Test("A changed file: one reload, packages, build requested, prepared, applied, by generation")
    func reload() throws {
        let live = try LiveCoordinator()
        try live.start()
        _ = try live.model()
        _ = try live.settle(.addLayer(AddLayer(shaderId: "solid")), key: "add")
        let before = try #require(try live.model().programme.layers.first)
        try (LiveCoordinator.shader + "\n// new").write(
            toFile: before.shaderPath, atomically: true, encoding: .utf8)
        live.link.telemetry.observe(
            .fileChangeDetected(FileChangeDetected(paths: ["solid.fs"], collapsed: 3)),
            operationID: "flow-1")
        live.time.sleep(until: live.time.now() + .milliseconds(100))
        let outcome = try live.link.client.request(
            Command(
                operationId: "flow-1", origin: .file, principal: "file watch",
                action: .reloadShaders(ReloadShaders())), deadline: live.time.now() + .seconds(10))
        #expect(outcome.accepted)
        let requested = try expect(["shader_build_requested"], of: "flow-1", in: live)
        var generation: UInt64 = 0
        for event in requested {
            if case .shaderBuildRequested(let build) = event.event.kind {
                generation = build.generation
            }
        }
        #expect(generation != 0 && generation != before.shaderGeneration)
        // An older build that comes late belongs to nobody's reload.
        live.link.facts.report(
            .shaderBuildPrepared(ShaderBuildPrepared(lane: "b", shaderId: "solid", generation: 1)))
        live.link.facts.report(
            .shaderBuildPrepared(
                ShaderBuildPrepared(lane: "a", shaderId: "solid", generation: generation)))
        live.link.facts.report(
            .shaderBuildApplied(
                ShaderBuildApplied(lane: "a", shaderId: "solid", generation: generation, index: 9)))
        let events = try expect(
            [
                "file_change_detected", "runtime_mutation_accepted", "runtime_reload_requested",
                "shader_packages_changed", "shader_build_requested", "shader_build_prepared",
                "shader_build_applied",
            ], of: "flow-1", in: live)
        let prepared = events.filter { $0.event.kind?.name == "shader_build_prepared" }
        #expect(prepared.count == 1 && prepared.first?.producer == "test")
        #expect(prepared.first?.queue == "facts.outbox")
        #expect(events.first?.queue == "telemetry.outgoing" && events.first?.producer == "test")
        #expect(events.filter { $0.event.kind?.name == "runtime_reload_requested" }.count == 1)
        try live.end(SIGTERM)
    }

    @Test("A stored change: accepted, changed, snapshot, persistence asked for and done, in order")
    func change() throws {
        let live = try LiveCoordinator()
        try live.start()
        _ = try live.model()
        _ = try live.settle(.addLayer(AddLayer(shaderId: "solid")), key: "flow-2")
        let events = try expect(
            [
                "runtime_mutation_accepted", "runtime_state_changed",
                "runtime_persistence_requested",
                "render_snapshot_published", "runtime_state_presentation_changed",
                "runtime_persistence_completed",
            ], of: "flow-2", in: live)
        #expect(events.allSatisfy { $0.queue == "events.outgoing" && $0.producer.isEmpty })
        #expect(events.filter { $0.event.kind?.name == "runtime_mutation_accepted" }.count == 1)
        try live.end(SIGTERM)
    }

    @Test("An automation: target, overlay, commit after the settle time; no durable write")
    func automation() throws {
        let live = try LiveCoordinator()
        try live.start()
        _ = try live.model()
        let id = try live.settle(.addLayer(AddLayer(shaderId: "solid")), key: "a").subjectId
        let outcome = try live.link.client.request(
            Command(
                operationId: "flow-3", origin: .osc,
                action: .automationTarget(
                    AutomationTarget(
                        target: parameter("level", of: id), value: float(3), route: "/level"))),
            deadline: live.time.now() + .seconds(10))
        #expect(outcome.accepted && !outcome.stored)
        let events = try expect(
            ["runtime_mutation_accepted", "runtime_state_changed", "osc_overlay_applied"],
            of: "flow-3", in: live)
        #expect(!events.contains { $0.event.kind?.name == "runtime_persistence_requested" })
        #expect(
            live.events.first {
                if case .oscOverlaySettled(let event) = $0 {
                    event.route == "/level"
                } else {
                    false
                }
            } != nil)
        try live.end(SIGTERM)
    }

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
            try database.execute(sql: "ROLLBACK")
        }
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
        try live.end(SIGTERM)
    }

    @Test("Idle, the coordinator wakes for its beats and for nothing else")
    func idle() throws {
        let live = try LiveCoordinator()
        try live.start()
        _ = try live.model()
        live.time.sleep(until: live.time.now() + .seconds(1))
        let begin = try Self.voluntarySwitches(live.pid)
        live.time.sleep(until: live.time.now() + .seconds(3))
        let perSecond = (try Self.voluntarySwitches(live.pid) - begin) / 3
        #expect(perSecond <= 100, "\(perSecond) voluntary context switches a second")
        try live.end(SIGTERM)
    }

    private static func voluntarySwitches(_ pid: Int32) throws -> Int {
        let tasks = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")
        return tasks.reduce(0) { sum, task in
            let text = try? String(
                contentsOfFile: "/proc/\(pid)/task/\(task)/status", encoding: .utf8)
            let line = text?.split(separator: "\n").first {
                $0.hasPrefix("voluntary_ctxt_switches")
            }
            return sum + (line.flatMap { Int($0.split(separator: "\t").last ?? "") } ?? 0)
        }
    }
}
