import Common
import Testing

@testable import VirtualCard

@Suite struct CardQueueTests {
    private typealias Queue = CardQueue<Int>

    private func slot(_ index: Int64) -> QueuedSlot<Int> {
        QueuedSlot(
            schedule: CardSchedule(
                index: index, payloadOffset: 0, payloadByteCount: 1, objectInode: 1,
                displayedIndex: index, inputIndex: -1, inputFrameNumber: -1, snapshotVersion: 0,
                source: 0, objectName: InlineArray(repeating: 0), objectNameByteCount: 0),
            picture: Int(index))
    }

    private func started(at index: Int64, capacity: Int = 8) -> Queue {
        var queue = Queue(capacity: capacity)
        _ = queue.attach(timelineEpoch: 1)
        queue.start(at: index)
        return queue
    }

    @Test("Preroll waits for start, then every tick shows its own slot")
    func preroll() {
        var queue = Queue(capacity: 8)
        _ = queue.attach(timelineEpoch: 1)
        #expect(queue.schedule(slot(100)) == nil)
        #expect(queue.schedule(slot(101)) == nil)
        #expect(queue.tick().index == nil)
        queue.start(at: 100)
        #expect(queue.tick().own?.picture == 100)
        #expect(queue.finish(100, isShown: true).result == .completed)
        #expect(queue.queuedMask == 1)
        #expect(queue.tick().own?.picture == 101)
        let dry = queue.tick()
        #expect(dry.isMissed && dry.index == 102)
    }

    @Test("A slot whose tick has gone by is late, and says by how much")
    func late() {
        var queue = started(at: 10)
        for _ in 0..<5 { _ = queue.tick() }
        let answer = queue.schedule(slot(12))
        #expect(answer == .init(index: 12, result: .late, tickIndex: 14))
    }

    @Test("More than the capacity is dropped, and nothing else")
    func overfed() {
        var queue = started(at: 10, capacity: 2)
        #expect(queue.schedule(slot(10)) == nil)
        #expect(queue.schedule(slot(11)) == nil)
        #expect(queue.schedule(slot(12))?.result == .dropped)
        #expect(queue.queuedCount == 2)
    }

    @Test("A slot scheduled twice answers for the first")
    func replaced() {
        var queue = started(at: 10)
        #expect(queue.schedule(slot(11)) == nil)
        #expect(queue.schedule(slot(11)) == .init(index: 11, result: .dropped, tickIndex: 11))
        #expect(queue.queuedCount == 1)
    }

    @Test("A broken connection loses nothing; another timeline epoch starts over")
    func reattach() {
        var queue = started(at: 10)
        _ = queue.schedule(slot(10))
        _ = queue.schedule(slot(11))
        _ = queue.tick()
        _ = queue.finish(10, isShown: true)
        #expect(queue.attach(timelineEpoch: 1) == 0)
        #expect(queue.isMapped && queue.shownIndex == 10 && queue.shownMask == 1)
        #expect(queue.queuedMask == 1)
        #expect(queue.attach(timelineEpoch: 2) == 1)
        #expect(!queue.isMapped && queue.queuedMask == 0)
    }

    @Test("What was shown is told slot by slot")
    func shownMask() {
        var queue = started(at: 10)
        for index in Int64(10)..<14 {
            _ = queue.schedule(slot(index))
            _ = queue.tick()
            if index != 12 { _ = queue.finish(index, isShown: true) }
        }
        // Bit 0 is 13, bit 1 is 12 (not shown), bits 2 and 3 are 11 and 10.
        #expect(queue.shownIndex == 13 && queue.shownMask == 0b1101)
    }

    @Test("Every scheduled slot gets exactly one answer through every fault")
    func oneAnswerEach() {
        var generator = SeededGenerator(seed: 42)
        var queue = started(at: 0, capacity: 6)
        var answers: [Int64: Int] = [:]
        var sent: [Int64: Int] = [:]
        func count(_ list: [Queue.Answer]) {
            for item in list { answers[item.index, default: 0] += 1 }
        }
        for step in Int64(0)..<5_000 {
            let index = step + Int64.random(in: -2...6, using: &generator)
            sent[index, default: 0] += 1
            if let answer = queue.schedule(slot(index)) { count([answer]) }
            switch Int.random(in: 0..<40, using: &generator) {
            case 0: queue.faults.lateCount = 2
            case 1: queue.faults.dropCount = 2
            case 2: queue.faults.stalledTickCount = 4
            case 3: count(queue.flush())
            default: break
            }
            let tick = queue.tick()
            count(tick.answers)
            if let own = tick.own, tick.ownResult == nil {
                count([queue.finish(own.schedule.index, isShown: true)])
            }
        }
        count(queue.flush())
        #expect(answers == sent)
    }

    /// A small generator with a seed, so that a failure can be repeated.
    private struct SeededGenerator: RandomNumberGenerator {
        private var state: UInt64
        init(seed: UInt64) { state = seed }
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }
}
