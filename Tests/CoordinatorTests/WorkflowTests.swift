import Common
import Foundation
import Messaging
import Proto
import TestKit
import Testing

@Suite("coordinatord in use", .serialized, .realTime)
struct WorkflowTests {
    @Test("A command leaves its events in order, and its snapshot is complete")
    func events() throws {
        let live = try LiveCoordinator()
        try live.start()
        _ = try live.model()
        let outcome = try live.settle(.addLayer(AddLayer(shaderId: "solid")), key: "op-1")
        #expect(outcome.stored)
        let published = try #require(
            live.events.first {
                if case .renderSnapshotPublished(let event) = $0 {
                    event.snapshot.layers.count == 1
                } else {
                    false
                }
            })
        guard case .renderSnapshotPublished(let event) = published.event.kind else { return }
        let layer = try #require(event.snapshot.layers.first)
        #expect(event.snapshot.version == outcome.stateVersion)
        #expect(layer.shaderId == "solid" && layer.shaderGeneration != 0)
        #expect(layer.shaderPath.hasSuffix("/solid.fs"))
        #expect(layer.values.map(\.name) == ["level"])
        // Without a timeline the change shows at once, and time starts where a timeline would.
        #expect(event.snapshot.effectiveIndex == 0)
        #expect(layer.originIndex > 1_000_000_000)
        let operation = live.events.received.filter { $0.operationId == "op-1" }
            .compactMap(\.event.kind?.name)
        #expect(operation.prefix(2) == ["runtime_mutation_accepted", "runtime_state_changed"])
        #expect(
            live.events.first {
                if case .runtimePersistenceCompleted = $0 { true } else { false }
            } != nil)
        try live.end(SIGTERM)
    }

    @Test("A reload reads the library again: changed, broken, mended")
    func reload() throws {
        let live = try LiveCoordinator()
        try live.start()
        _ = try live.model()
        _ = try live.settle(.addLayer(AddLayer(shaderId: "solid")), key: "a")
        let before = try #require(try live.model().programme.layers.first)
        let path = before.shaderPath
        try "/*{ broken".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try live.ask(.reloadShaders(ReloadShaders())).accepted)
        #expect(
            live.events.first {
                if case .shaderPackagesChanged(let event) = $0 {
                    event.broken == ["solid"]
                } else {
                    false
                }
            } != nil)
        #expect(try live.model().programme.layers.count == 1, "the layer stays")
        try (LiveCoordinator.shader + "\n// changed").write(
            toFile: path, atomically: true, encoding: .utf8)
        #expect(try live.ask(.reloadShaders(ReloadShaders())).accepted)
        let request = live.events.first {
            if case .shaderBuildRequested(let event) = $0 {
                event.preserveFeedback && event.generation != before.shaderGeneration
            } else {
                false
            }
        }
        #expect(request != nil)
        #expect(
            try live.model().programme.layers.first?.shaderGeneration != before.shaderGeneration)
        try live.end(SIGTERM)
    }

    @Test("A fact is acknowledged once durable, and its alarm is there after a kill")
    func facts() throws {
        let live = try LiveCoordinator()
        try live.start()
        _ = try live.model()
        live.link.facts.report(
            .alarmLevel(
                AlarmLevel(
                    key: AlarmKey(kind: "disk-low", subject: "recordings"), active: true,
                    severity: .warning, text: "4 GiB left")))
        #expect(
            live.link.facts.waitUntilAcknowledged(until: live.time.now() + .seconds(20)))
        try live.end()
        try live.start()
        let alarms = try live.model().alarms
        #expect(alarms.contains { $0.key.kind == "disk-low" && $0.active })
        try live.end(SIGTERM)
    }

    @Test("The end of a process that said who it is raises an alarm at once; its return ends it")
    func lostLink() throws {
        let live = try LiveCoordinator()
        try live.start()
        _ = try live.model()
        func announce(_ pid: Int32) {
            live.link.facts.report(
                .processPhase(
                    ProcessPhase(process: "test", phase: "ready", pid: UInt32(pid))))
        }
        let sleeper = try TestChild("/bin/sleep", ["600"])
        announce(sleeper.pid)
        #expect(
            live.events.first {
                if case .linkStateChanged(let event) = $0 {
                    event.link.pid == UInt32(sleeper.pid) && event.link.state == .up
                } else {
                    false
                }
            } != nil)
        sleeper.kill()
        _ = try sleeper.wait()
        func alarm(_ raised: Bool) -> Bool {
            live.events.first {
                switch $0 {
                case .alarmRaised(let event): raised && event.alarm.key.kind == "link-lost"
                case .alarmCleared(let event): !raised && event.alarm.key.kind == "link-lost"
                default: false
                }
            } != nil
        }
        #expect(alarm(true))
        let next = try TestChild("/bin/sleep", ["600"])
        announce(next.pid)
        #expect(alarm(false))
        try live.end(SIGTERM)
    }

    @Test("A first start loads the configured stack; a later one keeps what was made of it")
    func firstStart() throws {
        let live = try LiveCoordinator()
        let path = live.instance.paths.state + "/show.json"
        let json = #"{"holdover_preset": 1, "layers": [{"shader": "solid", "name": "base"}]}"#
        try json.write(toFile: path, atomically: true, encoding: .utf8)
        let setting = "export HOLDOVER_COORDINATOR_PRESET='\(path)';"
        try live.start(before: setting)
        #expect(try live.model().programme.layers.map(\.name) == ["base"])
        let selector = LayerSelector(by: .name("base"))
        #expect(try live.ask(.removeLayer(RemoveLayer(layer: selector))).stored)
        try live.end(SIGTERM)
        try live.start(before: setting)
        #expect(try live.model().programme.layers.isEmpty)
        try live.end(SIGTERM)
    }
}
