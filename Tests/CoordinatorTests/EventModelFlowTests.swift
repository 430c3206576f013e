import Common
import Foundation
import Messaging
import Proto
import TestKit
import Testing

/// The rest of the event model's named tests: payloads, and the two it calls remaining.
@Suite("Event model, remaining", .serialized, .realTime)
struct EventModelFlowTests {
    @Test(
        """
        Typed payload mapping covers persistence, render snapshot, backend, timing, queue-depth, and \
        late or dropped output-frame events
        """)
    func payloads() throws {
        let live = try LiveCoordinator()
        try live.start()
        _ = try live.model()
        _ = try live.settle(.addLayer(AddLayer(shaderId: "solid")), key: "map")
        let observed: [Event.Kind] = [
            .timingSampleRecorded(TimingSampleRecorded(metric: "m", count: 3)),
            .queueDepthChanged(QueueDepthChanged(queue: "q", depth: 2, capacity: 5)),
            .outputFrameCompleted(OutputFrameCompleted(index: 8, source: "program.a")),
            .outputLateFrameDetected(OutputLateFrameDetected(index: 9, total: 1)),
            .outputDroppedFrameDetected(OutputDroppedFrameDetected(index: 9, total: 2)),
        ]
        for kind in observed { live.link.telemetry.observe(kind, operationID: "map") }
        let device = BackendStateChanged(device: "device.1", to: .running, isClock: true)
        live.link.facts.report(.backendStateChanged(device), operationID: "map")
        var events: [SequencedEvent] = []
        for kind in observed + [.backendStateChanged(device)] {
            events = try live.flow([kind.name], of: "map").events
            #expect(events.contains { $0.event.kind == kind }, "\(kind.name) is not what was sent")
        }
        let names = Set(events.compactMap(\.event.kind?.name))
        #expect(
            names.isSuperset(of: [
                "runtime_persistence_requested", "runtime_persistence_completed",
                "render_snapshot_published",
            ]), "\(names)")
        try live.end(SIGTERM)
    }

    @Test("File reload bursts collapse into one reload request across a real burst")
    func reloadBurst() throws {
        let pair = try LiveControl()
        let file = pair.live.shaders + "/solid.fs"
        for number in 1...100 {
            try (LiveCoordinator.shader + "\n// \(number)").write(
                toFile: file, atomically: number % 2 == 0, encoding: .utf8)
        }
        let first = pair.live.events.first {
            if case .runtimeReloadRequested = $0 { true } else { false }
        }
        #expect(first != nil)
        usleep(1_000_000)
        let reloads = pair.live.events.received.filter {
            $0.event.kind?.name == "runtime_reload_requested"
        }
        #expect(reloads.count == 1, "100 saves are one reload")
        try pair.end()
    }

    @Test("Broadcast completion and failure events are observable")
    func broadcasts() throws {
        let pair = try LiveControl()
        let live = pair.live
        _ = try live.settle(.addLayer(AddLayer(shaderId: "solid")), key: "add")
        let reader = try live.instance.openPage()
        try live.instance.crowdStaringPage(with: "solid", times: 24)
        var seen: Set<String> = []
        let wanted: Set = ["runtime_state_broadcast_completed", "runtime_state_broadcast_failed"]
        for _ in 0..<200 where !seen.isSuperset(of: wanted) {
            usleep(100_000)
            seen = Set(try live.instance.eventCounts().map(\.event))
        }
        #expect(seen.isSuperset(of: wanted), "\(wanted.subtracting(seen))")
        reader.kill()
        try pair.end()
    }
}
