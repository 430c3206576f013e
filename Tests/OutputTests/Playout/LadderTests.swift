import Common
import Playout
import Testing

/// The ladder of each role, slot by slot.
@Suite struct LadderTests {
    private let fresh: Availability = [.programA, .lastGood, .slate, .passthrough]
    private let missing: Availability = [.lastGood, .slate, .passthrough]

    private func run(
        _ ladder: inout Ladder, from index: Int, count: Int, _ available: Availability
    ) -> [SlotSource] {
        (0..<count).map { ladder.step(FrameIndex(Int64(index + $0)), available) }
    }

    @Test("insert: repeat two seconds, clean input if cleared, slate, black")
    func insert() {
        for isCleared in [true, false] {
            let rules = LadderRules(
                role: .insert, rate: FrameRate(50), isPassthroughCleared: isCleared)
            var ladder = Ladder(rules: rules)
            #expect(
                run(&ladder, from: 0, count: 10, fresh) == Array(repeating: .programA, count: 10))
            let down = run(&ladder, from: 10, count: 150, missing)
            #expect(down[..<100].allSatisfy { $0 == .repeat })
            #expect(down[100...].allSatisfy { $0 == (isCleared ? .passthrough : .slate) })
            #expect(run(&ladder, from: 160, count: 3, [.slate]) == [.slate, .slate, .slate])
            #expect(run(&ladder, from: 163, count: 2, []) == [.black, .black])
            // The clean input is back: it has to prove itself for two seconds, too.
            let up = run(&ladder, from: 165, count: 101, missing)
            #expect(up[..<99].allSatisfy { $0 == .slate })
            #expect(up[100] == (isCleared ? .passthrough : .slate))
        }
    }

    @Test("source: repeat ten seconds, slate; the input never")
    func source() {
        let rules = LadderRules(role: .source, rate: FrameRate(25), isPassthroughCleared: true)
        var ladder = Ladder(rules: rules)
        _ = run(&ladder, from: 0, count: 1, fresh)
        let down = run(&ladder, from: 1, count: 300, missing)
        #expect(down[..<250].allSatisfy { $0 == .repeat })
        #expect(down[250...].allSatisfy { $0 == .slate })
    }

    @Test("keyfill: repeat two seconds, then transparent and nothing else")
    func keyfill() {
        let rules = LadderRules(role: .keyfill, rate: FrameRate(50), isPassthroughCleared: true)
        var ladder = Ladder(rules: rules)
        #expect(run(&ladder, from: 0, count: 2, missing) == [.transparent, .transparent])
        _ = run(&ladder, from: 2, count: 1, fresh)
        let down = run(&ladder, from: 3, count: 200, missing)
        #expect(down[..<100].allSatisfy { $0 == .repeat })
        #expect(down[100...].allSatisfy { $0 == .transparent })
        for mode in [ForceMode.slate, .black, .passthrough] {
            #expect(mode.refusal(role: .keyfill, isPassthroughCleared: true) != nil)
        }
    }

    @Test("One missed frame is one repeat, and the next good frame ends it")
    func noFlicker() {
        let rules = LadderRules(role: .insert, rate: FrameRate(50), isPassthroughCleared: false)
        var ladder = Ladder(rules: rules)
        for index in 0..<1_000 {
            let source = ladder.step(FrameIndex(Int64(index)), index % 2 == 0 ? fresh : missing)
            #expect(source == (index % 2 == 0 ? .programA : .repeat))
        }
    }

    @Test("Relapses double the climb from two seconds to a minute; five good minutes reset it")
    func relapses() {
        let rules = LadderRules(role: .insert, rate: FrameRate(50), isPassthroughCleared: false)
        var ladder = Ladder(rules: rules)
        _ = run(&ladder, from: 0, count: 10, fresh)
        var index = 10
        var climbs: [Int] = []
        for _ in 0..<8 {
            _ = run(&ladder, from: index, count: 101, missing)
            index += 101
            let up = run(&ladder, from: index, count: 3_100, fresh)
            climbs.append((up.firstIndex(of: .programA) ?? -2) + 1)
            index += 3_100
        }
        #expect(climbs == [100, 200, 400, 800, 1_600, 3_000, 3_000, 3_000])
        _ = run(&ladder, from: index, count: 16_000, fresh)
        index += 16_000
        _ = run(&ladder, from: index, count: 101, missing)
        let up = run(&ladder, from: index + 101, count: 200, fresh)
        #expect(up.firstIndex(of: .programA) == 99)
    }

    @Test("The lane in use stays in use; the other takes over in the same slot")
    func lanes() {
        let rules = LadderRules(role: .insert, rate: FrameRate(50), isPassthroughCleared: false)
        var ladder = Ladder(rules: rules)
        let both: Availability = [.programA, .programB, .slate]
        #expect(run(&ladder, from: 0, count: 3, both) == [.programA, .programA, .programA])
        #expect(run(&ladder, from: 3, count: 1, [.programB, .slate]) == [.programB])
        #expect(run(&ladder, from: 4, count: 3, both) == [.programB, .programB, .programB])
        #expect(ladder.laneChangeCount == 1)
    }
}
