import Common
import Foundation
import Messaging
import Proto
import TestKit
import Testing

/// The flows of the event model, followed through a live coordinator by their operation.
@Suite("Flows", .serialized, .realTime)
struct FlowTests {
    /// Asks until the operation has led to all of these, in this order among themselves.
    func expect(
        _ names: [String], of operation: String, in live: LiveCoordinator
    ) throws -> [SequencedEvent] {
        let (events, isComplete) = try live.flow(names, of: operation)
        if isComplete { return events }
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

    @Test("Changes that are stored by one commit can each be followed to it")
    func group() throws {
        let live = try LiveCoordinator()
        try live.start()
        _ = try live.model()
        // While it stands still requests gather, and one commit takes what it finds.
        let names = (0..<20).map { "group-\($0)" }
        kill(live.pid, SIGSTOP)
        for name in names {
            live.link.client.submit(
                .command(
                    Command(
                        operationId: name, idempotencyKey: name, origin: .http,
                        action: .addLayer(AddLayer(shaderId: "solid")))), name,
                SystemTimeSource().now() + .seconds(30)
            ) { _ in }
        }
        kill(live.pid, SIGCONT)
        for name in names {
            let events = try expect(
                ["runtime_mutation_accepted", "runtime_persistence_completed"], of: name, in: live)
            #expect(
                events.filter { $0.event.kind?.name == "runtime_persistence_completed" }.count == 1)
        }
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

    @Test("A signal that comes and goes: told to everybody under its producer's name, in order")
    func signal() throws {
        let live = try LiveCoordinator()
        try live.start()
        _ = try live.model()
        live.events.waitUntilLive()
        for (state, format) in [(InputState.present, "1280x720p50 UYVY"), (.missing, "")] {
            live.link.facts.report(
                .inputSignalChanged(InputSignalChanged(input: 1, state: state, format: format)),
                operationID: "flow-5")
            // A level: of two that are not told yet, only the newer one is.
            _ = live.events.first {
                if case .inputSignalChanged(let signal) = $0 {
                    signal.state == state
                } else {
                    false
                }
            }
        }
        let alarm = AlarmKey(kind: "input-lost", subject: "input.1")
        live.link.facts.report(
            .alarmLevel(
                AlarmLevel(key: alarm, active: true, severity: .major, text: "no signal")),
            operationID: "flow-5")
        let events = try expect(
            ["input_signal_changed", "input_signal_changed", "alarm_raised"], of: "flow-5",
            in: live)
        let states = events.compactMap { event -> InputState? in
            guard case .inputSignalChanged(let signal) = event.event.kind else { return nil }
            #expect(event.producer == "test" && event.queue == "facts.outbox")
            return signal.state
        }
        #expect(states == [.present, .missing])
        #expect(try live.model().alarms.contains { $0.key == alarm && $0.active })
        try live.end(SIGTERM)
    }
}
