import Common
import Foundation
import Messaging
import Proto
import TestKit
import Testing

/// coordinatord and ingressd control, two real processes of one instance.
@Suite("Coordinator and control", .serialized)
struct ControlFlowTests {
    private struct Pair {
        let live: LiveCoordinator
        let control: TestChild
        let port: Int
    }

    private func start() throws -> Pair {
        let live = try LiveCoordinator()
        try live.start()
        _ = try live.model()
        var environment = live.instance.environment
        environment["HOLDOVER_PATHS_SHADERS"] = live.instance.paths.state + "/shaders"
        environment["HOLDOVER_LOG_LEVEL"] = "error"
        let control = try TestChild(
            LiveInstance.programs + "/ingressd",
            ["control", "--instance", live.instance.paths.instance], environment: environment)
        for _ in 0..<400 {
            if let port = live.instance.paths.port(of: "http"),
                try Self.get("http://127.0.0.1:\(port)/readyz").code == 0
            {
                return Pair(live: live, control: control, port: port)
            }
            usleep(50_000)
        }
        throw TestChild.Failure.noLine(within: 20, soFar: "ingressd control is not ready")
    }

    private static func get(_ address: String) throws -> CommandResult {
        try CommandResult.run("/usr/bin/curl", ["-fsS", "--max-time", "5", address])
    }

    @Test("A change reaches the pages: presentation, one broadcast asked for and completed")
    func broadcast() throws {
        let pair = try start()
        let page = try TestChild(
            "/usr/bin/curl",
            [
                "-sN", "-H", "Connection: Upgrade", "-H", "Upgrade: websocket", "-H",
                "Sec-WebSocket-Version: 13", "-H", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "-o", "/dev/null", "http://127.0.0.1:\(pair.port)/ws",
            ])
        usleep(500_000)
        let flows = FlowTests()
        _ = try pair.live.settle(.addLayer(AddLayer(shaderId: "solid")), key: "flow-4")
        let events = try flows.expect(
            [
                "runtime_mutation_accepted", "runtime_state_changed",
                "runtime_state_presentation_changed", "runtime_state_broadcast_requested",
                "runtime_state_broadcast_completed",
            ], of: "flow-4", in: pair.live)
        let broadcasts = events.filter {
            $0.event.kind?.name.hasPrefix("runtime_state_broadcast") == true
        }
        #expect(broadcasts.allSatisfy { $0.producer == "ingressd.control" })
        #expect(broadcasts.allSatisfy { $0.queue == "telemetry.outgoing" })
        page.kill()
        pair.control.kill(SIGTERM)
        _ = try pair.control.wait()
        try pair.live.end(SIGTERM)
    }

    @Test("Idle, both wake for their beats and for nothing else")
    func idle() throws {
        let pair = try start()
        usleep(1_500_000)
        let pids = [("coordinatord", pair.live.pid), ("ingressd control", pair.control.pid)]
        let before = try pids.map { try Self.voluntarySwitches($0.1) }
        usleep(3_000_000)
        for (place, (name, pid)) in pids.enumerated() {
            let perSecond = (try Self.voluntarySwitches(pid) - before[place]) / 3
            print("idle: \(name): \(perSecond) voluntary context switches a second")
            #expect(perSecond <= 100, "\(name): \(perSecond) voluntary context switches a second")
        }
        pair.control.kill(SIGTERM)
        _ = try pair.control.wait()
        try pair.live.end(SIGTERM)
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
