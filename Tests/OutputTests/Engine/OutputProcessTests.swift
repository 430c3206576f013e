import Common
import Foundation
import Frames
import TestKit
import Testing
import VirtualCard

@testable import Output

/// A real outputd process against a card that outlives it.
@Suite(.serialized, .realTime) struct OutputProcessTests {
    @Test(
        "kill -9, again and again: what the card missed is counted slot for slot, and nothing else")
    func killed() throws {
        let bench = try OutputBench()
        try bench.startCard()
        let lane = try TestLane(bench)
        var output = try start(bench)
        var rounds = 0
        try bench.wait("programme") { bench.completed(.programA) >= 20 }
        for round in 0..<6 {
            let epoch = try bench.state.processEpoch
            output.kill()
            _ = try output.wait()
            // Every other time the supervisor is slow.
            if round % 2 == 1 { usleep(150_000) }
            output = try start(bench)
            try bench.wait("the next process") { try bench.state.processEpoch != epoch }
            let before = bench.completed(.programA)
            try bench.wait("programme again") { bench.completed(.programA) >= before + 20 }
            rounds += 1
        }
        #expect(rounds == 6)
        let totals = try bench.state.totals
        output.kill(15)
        #expect(try output.wait() == .exited(0))
        lane.stop()
        let ticks = try bench.ticks()
        let last = try #require(try bench.slots().last { $0.slot.result == .completed })
        let missed = ticks.filter {
            ($0.index ?? .max) <= last.slot.index.value && $0.result != .completed
        }
        #expect(totals.lost == UInt64(missed.count))
        #expect(
            totals.lost == totals[lost: .outputDown] + totals[lost: .notScheduled]
                + totals[lost: .scheduledLate])
        // Indexes go on through all of it, one a tick.
        let indexes = ticks.compactMap(\.index)
        let first = try #require(indexes.first)
        #expect(indexes == Array(first..<first + Int64(indexes.count)))
    }

    @Test("With every other daemon dead, force works and the process stops in order")
    func alone() throws {
        let bench = try OutputBench()
        try bench.startCard()
        let output = try start(bench)
        try bench.wait("slate") { bench.completed(.slate) >= 20 }
        #expect(try bench.panic("force black")["applied"] as? Bool == true)
        try bench.wait("black") { bench.completed(.black) >= 10 }
        let text = try bench.metrics()
        #expect(
            text.contains(
                "holdover_output_lost_slots_total{cause=\"not_scheduled\",fault=\"ours\"}"))
        #expect(text.contains("holdover_output_slots_total{source=\"slate\",result=\"completed\"}"))
        #expect(text.contains("holdover_queue_depth{queue=\"output.slot-log\"}"))
        #expect(text.contains("holdover_output_device_state{state=\"running\"} 1"))
        output.kill(15)
        #expect(try output.wait() == .exited(0))
        #expect(try bench.state.deviceState == .stopped)
        #expect(try bench.state.totals.lost == 0)
    }

    @Test("Wrong configuration and a second process end with one clear line and exit code 78")
    func refused() throws {
        let bench = try OutputBench()
        let first = try start(bench)
        try bench.wait("a timeline") { bench.timeline.latest() != nil }
        #expect(try start(bench).wait() == .exited(78))
        #expect(
            try start(bench, ["HOLDOVER_CHANNEL_FORMAT": "12x9"]).wait() == .exited(78))
        first.kill(15)
        #expect(try first.wait() == .exited(0))
    }

    private func start(
        _ bench: OutputBench, _ more: [String: String] = [:]
    ) throws -> TestChild {
        try TestChild(
            BuiltProducts.path("outputd"), [],
            environment: bench.environment.merging(more) { $1 })
    }
}
