import Common
import Foundation
import Frames
import Playout
import Synchronization
import TestKit
import Testing
import VirtualCard

@testable import Output

/// The engine with a real card, real shared memory and real sockets in one process.
@Suite(.serialized, .realTime) struct OutputEngineTests {
    @Test("With nothing else alive, the slate is on air from the start and nothing is lost")
    func slateFromTheStart() throws {
        let bench = try OutputBench()
        try bench.startCard()
        try bench.startOutput()
        try bench.wait("slate slots") { bench.completed(.slate) >= 50 }
        let state = try bench.state
        #expect(state.totals.lost == 0)
        #expect(state.deviceState == .running)
        #expect(state.totals.total == state.totals.total(.slate))
        #expect(bench.stopOutput())
        #expect(try bench.state.deviceState == .stopped)
        try expectSameAccount(bench)
    }

    @Test("A lane's frames go on air; its death is a repeat, then the slate; it climbs back")
    func ladder() throws {
        let bench = try OutputBench()
        try bench.startCard()
        try bench.startOutput()
        var lane: TestLane? = try TestLane(bench)
        try bench.wait("programme") { bench.completed(.programA) >= 40 }
        lane?.stop()
        lane = nil
        try bench.wait("the slate after repeats") {
            try bench.state.rung == .slate && bench.completed(.repeat) >= 100
        }
        let kept = try TestLane(bench)
        let before = bench.completed(.programA)
        try bench.wait("programme again") { bench.completed(.programA) > before + 10 }
        kept.stop()
        let state = try bench.state
        #expect(state.totals.lost == 0)
        #expect(bench.stopOutput())
        try expectSameAccount(bench)
        let slots = try bench.slots().map(\.slot)
        let fresh = slots.filter { $0.source == .programA }
        #expect(fresh.allSatisfy { $0.displayedIndex == $0.index && $0.snapshotVersion == 3 })
        #expect(fresh.allSatisfy { $0.inputIndex == $0.index - 7 })
        // Exactly two seconds are repeated, all of one frame: the newest one aired. A lane on a busy
        // machine may have been late for a slot before; what counts is what led to the slate.
        let firstFresh = try #require(slots.firstIndex { $0.source == .programA })
        let outage = try #require(slots[firstFresh...].firstIndex { $0.source == .slate })
        let repeats = slots[..<outage].reversed().prefix { $0.source == .repeat }
        #expect(repeats.count == 100)
        #expect(Set(repeats.map(\.displayedIndex)) == [slots[outage - repeats.count - 1].index])
        // Two good seconds before the way back.
        #expect(slots[outage...].prefix { $0.source == .slate }.count >= 99)
    }

    @Test(
        "Forcing acts within two slots of the queue, latches over restarts, and is refused where unsafe"
    )
    func force() throws {
        let bench = try OutputBench()
        try bench.startCard()
        try bench.startOutput()
        let lane = try TestLane(bench)
        try bench.wait("programme") { bench.completed(.programA) >= 20 }
        for mode in ["black", "transparent", "hold", "slate"] {
            let source = try #require(SlotSource(mode))
            let before = bench.completed(source)
            let next = try bench.state.nextIndex
            let answer = try bench.panic("force \(mode)")
            #expect(answer["ok"] as? Bool == true && answer["latched"] as? Bool == true)
            try bench.wait(mode) { bench.completed(source) >= before + 10 }
            // From the slot being scheduled when the order came, two at most were still programme.
            let from = try #require(answer["from_index"] as? Int)
            #expect(from - Int(next.value) < 25)
            let record = bench.timeline.records(from: FrameIndex(Int64(from) + 2)).first
            #expect(record?.source == source && record?.flags.contains(.forced) == true)
        }
        #expect(try bench.panic("force passthrough")["ok"] as? Bool == false)
        #expect(try bench.panic("force rainbow")["ok"] as? Bool == false)
        #expect(try bench.panic("status")["force"] as? String == "slate")
        #expect(bench.stopOutput())
        let former = try bench.state.processEpoch
        try bench.startOutput()
        try bench.wait("the latched slate") {
            let state = try bench.state
            return state.processEpoch != former && state.forced == .slate
                && bench.completed(.slate) >= 10
        }
        #expect(bench.completed(.programA) == 0)
        #expect(try bench.panic("force auto")["ok"] as? Bool == true)
        try bench.wait("programme after auto") { bench.completed(.programA) >= 10 }
        #expect(try bench.state.totals.lost == 0)
        lane.stop()
    }

    @Test("Each non-critical loop may die twenty times and no slot is lost")
    func loopsDie() throws {
        // Two lanes have a loop more, which compares them.
        let bench = try OutputBench(["HOLDOVER_RENDER_LANES": "2"])
        try bench.startCard()
        let loops = ["panic", "slot-log", "reports", "run", "quality", "lanes"]
        let deaths = DeathCounter(of: loops, count: 20)
        try bench.startOutput { try deaths.turn($0) }
        try bench.wait("a hundred and twenty deaths") { deaths.isExhausted }
        try bench.wait("slots after them") { bench.completed(.slate) >= 100 }
        #expect(try bench.panic("status")["ok"] as? Bool == true)
        let state = try bench.state
        #expect(state.totals.lost == 0)
        let text = try #require(bench.service).registry.render()
        let counted = text.split(separator: "\n").filter {
            $0.hasPrefix("holdover_loop_restarts_total{")
        }
        // A loop that is new to this list is not forgotten.
        #expect(
            Set(counted.map(String.init))
                == Set(loops.map { "holdover_loop_restarts_total{loop=\"\($0)\"} 20" }))
        #expect(bench.stopOutput())
        try expectSameAccount(bench)
    }

    @Test(
        "The card dies and comes back: recovering, prerolled again, the gap counted as the device's"
    )
    func cardDies() throws {
        let bench = try OutputBench()
        try bench.startOutput()
        #expect(try bench.state.deviceState == .discovering)
        try bench.startCard()
        try bench.wait("slots") { bench.completed(.slate) >= 20 }
        #expect(try bench.state.totals.lost == 0)
        bench.stopCard()
        try bench.wait("recovering") { try bench.state.deviceState == .recovering }
        try bench.startCard()
        let before = bench.completed(.slate)
        try bench.wait("slots again") { bench.completed(.slate) >= before + 20 }
        let totals = try bench.state.totals
        #expect(totals.lost > 0)
        #expect(totals.lost == totals[lost: .deviceGone] + totals[lost: .deviceFlushed])
    }

    @Test(
        "Injected late, dropped and stalled slots are counted as the card counts them, and no other"
    )
    func cardFaults() throws {
        let bench = try OutputBench()
        try bench.startCard()
        try bench.startOutput()
        try bench.wait("slots") { bench.completed(.slate) >= 20 }
        let faults: [CardFault] = [
            .late(count: 2), .drop(count: 3), .stall(ticks: 20), .drift(partsPerMillion: 500),
            .reference(isPresent: false), .unplug,
        ]
        for fault in faults {
            try CardControl.inject(fault, bench.instance.paths)
            if fault == .unplug {
                try bench.wait("recovering") { try bench.state.deviceState == .recovering }
                try CardControl.inject(.replug, bench.instance.paths)
            }
            let before = bench.completed(.slate)
            try bench.wait("slots after \(fault)") { bench.completed(.slate) >= before + 30 }
        }
        let totals = try bench.state.totals
        #expect(totals[lost: .deviceDropped] >= 3)
        #expect(totals.lostByUs == 0)
        #expect(try bench.state.deviceState == .degraded)
        #expect(bench.stopOutput())
        try expectSameAccount(bench)
    }

    @Test("A second output of the same instance is refused by name")
    func secondOutput() throws {
        let bench = try OutputBench()
        try bench.startOutput()
        #expect(throws: OutputServiceError.self) { try bench.startOutput() }
    }

    /// Slot for slot: what the output logged is what the card's own records say it showed.
    private func expectSameAccount(_ bench: OutputBench) throws {
        var ours: [Int64: SlotLogRecord] = [:]
        for record in try bench.slots() {
            for offset in 0..<record.count {
                #expect(
                    ours.updateValue(record, forKey: record.slot.index.value + Int64(offset)) == nil
                )
            }
        }
        let ticks = try bench.ticks()
        let last = try #require(ours.keys.max())
        var compared = 0
        for tick in ticks {
            guard let index = tick.index, index <= last else { continue }
            let record = try #require(ours[index], "slot \(index) is not in the log")
            let wasShown = tick.result == .completed
            #expect((record.slot.result == .completed) == wasShown, "slot \(index)")
            if wasShown { #expect(record.slot.source == tick.source, "slot \(index)") }
            compared += 1
        }
        #expect(compared > 0)
    }
}

/// Makes each loop die a number of times.
final class DeathCounter: Sendable {
    struct Death: Error {}
    private let left: Mutex<[String: Int]>

    init(of loops: [String], count: Int) {
        left = Mutex(Dictionary(uniqueKeysWithValues: loops.map { ($0, count) }))
    }

    var isExhausted: Bool { left.withLock { $0.values.allSatisfy { $0 == 0 } } }

    func turn(_ loop: String) throws {
        try left.withLock {
            guard let count = $0[loop], count > 0 else { return }
            $0[loop] = count - 1
            throw Death()
        }
    }
}
