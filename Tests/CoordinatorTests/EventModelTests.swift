import Common
import Foundation
import Messaging
import Proto
import TestKit
import Testing

/// The tests that the event model's testing strategy names, by its names, through the one harness: a real
/// coordinator, a real client, and where it takes one a real ingressd control.
@Suite("Event model", .serialized, .realTime)
struct EventModelTests {
    private func started() throws -> LiveCoordinator {
        let live = try LiveCoordinator()
        try live.start()
        _ = try live.model()
        return live
    }

    private func names(_ events: [SequencedEvent]) -> [String] {
        events.compactMap(\.event.kind?.name)
    }

    @Test("FIFO events dispatch in sequence order")
    func fifo() throws {
        let live = try started()
        let id = try live.settle(.addLayer(AddLayer(shaderId: "solid")), key: "add").subjectId
        let keys = (0..<50).map { "rename-\($0)" }
        for key in keys {
            _ = try live.settle(.renameLayer(RenameLayer(layer: layer(id), name: key)), key: key)
        }
        _ = try live.flow(["runtime_persistence_completed"], of: keys[49])
        let received = live.events.received
        for (before, after) in zip(received, received.dropFirst()) {
            #expect(after.sequence == before.sequence + 1)
        }
        let accepted = received.filter { $0.event.kind?.name == "runtime_mutation_accepted" }
        #expect(accepted.map(\.operationId).filter { $0.hasPrefix("rename") } == keys)
        try live.end(SIGTERM)
    }

    @Test("Coalesced events keep the latest payload and count collapsed updates")
    func coalesced() throws {
        let pair = try LiveControl()
        _ = try pair.live.settle(.addLayer(AddLayer(shaderId: "solid")), key: "add")
        usleep(300_000)
        let sent = try pair.live.instance.sendOSC(
            "for i in range(400): send(\"/holdover/layers/1/params/level\", \"f\", i + 1)")
        #expect(sent.code == 0, "\(sent.errors)")
        let settled = try #require(
            pair.live.events.first {
                if case .oscOverlaySettled = $0 { true } else { false }
            })
        let applied = pair.live.events.received.filter {
            $0.event.kind?.name == "osc_overlay_applied"
        }
        #expect(applied.count < 400, "nothing was coalesced")
        var collapsed: UInt64 = 0
        var newest: ParameterValue?
        for operation in applied.map(\.operationId) {
            for event in try pair.live.trace(operation) {
                if case .oscValueCoalesced(let value) = event.event.kind {
                    collapsed += value.collapsed
                }
                if case .oscValueReceived(let value) = event.event.kind,
                    operation == settled.operationId
                {
                    newest = value.value
                }
            }
        }
        #expect(collapsed > 0, "nobody counted what was coalesced")
        #expect(newest == float(400))
        try pair.end()
    }

    @Test("Rejected mutations publish rejection events without downstream snapshot or build events")
    func rejected() throws {
        let live = try started()
        let outcome = try live.settle(
            .setShader(SetShader(layer: layer("none"), shaderId: "solid")), key: "no")
        #expect(!outcome.accepted)
        _ = try live.settle(.publishNow(PublishNow()), key: "after")
        let traced = names(try live.trace("no"))
        #expect(traced.first == "runtime_mutation_rejected")
        // Its key is kept, so that it is refused again; nothing else follows.
        #expect(
            Set(traced).isSubset(of: ["runtime_mutation_rejected", "runtime_persistence_completed"]
            ),
            "\(traced)")
        try live.end(SIGTERM)
    }

    @Test("A change that comes too late is told to everybody and leaves no trace in the state")
    func tooLate() throws {
        let live = try started()
        let before = try live.model().version
        // A coordinator that stands still looks at it only when its time is over.
        kill(live.pid, SIGSTOP)
        #expect(throws: RequestError.outcomeUnknown(.timeout)) {
            _ = try live.link.client.request(
                Command(
                    operationId: "late", origin: .http,
                    action: .addLayer(AddLayer(shaderId: "solid"))),
                deadline: SystemTimeSource().now() + .milliseconds(200))
        }
        kill(live.pid, SIGCONT)
        let (events, isTold) = try live.flow(["runtime_mutation_rejected"], of: "late")
        #expect(isTold && names(events) == ["runtime_mutation_rejected"])
        guard case .runtimeMutationRejected(let refusal) = events.first?.event.kind else { return }
        #expect(refusal.errorCode == "expired" && refusal.action == "add_layer")
        #expect(refusal.errorSentence.contains("deadline had passed"))
        #expect(try live.model().version == before)
        try live.end(SIGTERM)
    }

    @Test("Accepted parameter mutations publish the expected follow-up event set")
    func accepted() throws {
        let live = try started()
        let id = try live.settle(.addLayer(AddLayer(shaderId: "solid")), key: "add").subjectId
        _ = try live.settle(
            .setParameter(SetParameter(target: parameter("level", of: id), value: float(7))),
            key: "set")
        let (events, isComplete) = try live.flow(
            [
                "runtime_mutation_accepted", "runtime_state_changed", "render_snapshot_published",
                "runtime_state_presentation_changed", "runtime_persistence_completed",
            ], of: "set")
        #expect(isComplete, "\(names(events))")
        #expect(
            Set(names(events)) == [
                "runtime_mutation_accepted", "runtime_state_changed",
                "render_snapshot_publish_requested", "runtime_persistence_requested",
                "render_snapshot_published", "runtime_state_presentation_changed",
                "runtime_persistence_completed",
            ])
        try live.end(SIGTERM)
    }

    @Test("Handler failures are reported as health or log events")
    func handlerFailures() throws {
        let live = try started()
        let queue = BoundedQueue<Int>(
            QueueDeclaration("test.queue", capacity: 4, overflow: .reject),
            registry: live.registry)
        queue.push(1)
        _ = queue.dispatch(until: .distantFuture) { _ in
            throw TransportError.alreadyBound(path: "planted")
        }
        live.link.beat(Heartbeat())
        let told = try #require(
            live.events.first { if case .handlerFailed = $0 { true } else { false } })
        guard case .handlerFailed(let failure) = told.event.kind else { return }
        #expect(failure.queue == "test.queue" && failure.error.contains("planted"))
        #expect(told.producer == "test" && told.queue == "facts.outbox")
        try live.end(SIGTERM)
    }

    @Test("Queue depth and oldest-event-age metrics update predictably")
    func queueMetrics() throws {
        let live = try started()
        let time = ManualTimeSource()
        let queue = BoundedQueue<Int>(
            QueueDeclaration("test.queue", capacity: 4, overflow: .reject),
            registry: live.registry, time: time)
        for number in 1...3 { queue.push(number) }
        time.advance(by: .seconds(2))
        #expect(queue.snapshot().depth == 3 && queue.snapshot().oldestAge == .seconds(2))
        live.link.beat(Heartbeat())
        var counts: [EventCount] = []
        for _ in 0..<200 where !counts.contains(where: { $0.source == "test" }) {
            usleep(50_000)
            counts = try live.instance.eventCounts().filter { $0.event == "queue_depth_changed" }
        }
        #expect(counts.contains { $0.source == "test" && $0.queue == "telemetry.outgoing" })
        for _ in 1...3 { _ = queue.pop() }
        #expect(queue.snapshot().depth == 0 && queue.snapshot().oldestAge == nil)
        #expect(queue.snapshot().highWater == 3 && queue.snapshot().addsUp)
        try live.end(SIGTERM)
    }

    @Test("Shader build generation matching applies only the expected prepared build")
    func generations() throws {
        let live = try started()
        _ = try live.settle(.addLayer(AddLayer(shaderId: "solid")), key: "add")
        try (LiveCoordinator.shader + "\n// new").write(
            toFile: live.shaders + "/solid.fs", atomically: true, encoding: .utf8)
        _ = try live.settle(.reloadShaders(ReloadShaders()), key: "reload")
        let requested = try live.flow(["shader_build_requested"], of: "reload").events
        let generation = try #require(
            requested.compactMap { event -> UInt64? in
                guard case .shaderBuildRequested(let build) = event.event.kind else { return nil }
                return build.generation
            }.last)
        for number in [generation &- 1, generation] {
            live.link.facts.report(
                .shaderBuildPrepared(
                    ShaderBuildPrepared(lane: "a", shaderId: "solid", generation: number)))
            _ = live.events.first {
                if case .shaderBuildPrepared(let build) = $0 {
                    build.generation == number
                } else {
                    false
                }
            }
        }
        let prepared = live.events.received.filter {
            $0.event.kind?.name == "shader_build_prepared"
        }
        #expect(prepared.count == 2)
        #expect(prepared.first?.operationId != "reload", "an older build is nobody's")
        let traced = try live.flow(["shader_build_prepared"], of: "reload").events
        let generations = traced.compactMap { event -> UInt64? in
            guard case .shaderBuildPrepared(let build) = event.event.kind else { return nil }
            return build.generation
        }
        #expect(generations == [generation])
        try live.end(SIGTERM)
    }
}
