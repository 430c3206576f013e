import Common
import Foundation
import Messaging
import Proto
import TestKit
import Testing

/// coordinatord and ingressd control, two real processes of one instance.
@Suite("Coordinator and control", .serialized, .realTime)
struct ControlFlowTests {
    @Test("A change reaches the pages: presentation, one broadcast asked for and completed")
    func broadcast() throws {
        let pair = try LiveControl()
        let page = try pair.live.instance.openPage()
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
        try pair.end()
    }

    @Test("Idle, both wake for their beats and for nothing else")
    func idle() throws {
        let pair = try LiveControl()
        usleep(1_500_000)
        let pids = [("coordinatord", pair.live.pid), ("ingressd control", pair.pid)]
        let before = try pids.map { try Self.voluntarySwitches($0.1) }
        usleep(3_000_000)
        for (place, (name, pid)) in pids.enumerated() {
            let perSecond = (try Self.voluntarySwitches(pid) - before[place]) / 3
            print("idle: \(name): \(perSecond) voluntary context switches a second")
            #expect(perSecond <= 100, "\(name): \(perSecond) voluntary context switches a second")
        }
        try pair.end()
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
