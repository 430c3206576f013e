@testable import CoordinatorDecision
import Proto
import Testing

/// Every state the run can come to, with commands, faults and the deaths of processes in any order.
@Suite("Run model")
struct RunModelTests {
    /// What is wrong with a world.
    enum Wrong: String {
        case runWithoutSummary, summaryBeforeTheEnd, twoSummaries, alarmLost, noWayOut
        case recoveredWithoutClearing, confirmedWithoutBeingShown, faultChangedWhatIsOnAir
    }

    struct Exploration {
        var stateCount = 0
        var stepCount = 0
        var wrong: Set<Wrong> = []
        /// The path to the first wrong world.
        var path: [String] = []
    }

    private static func faults(_ world: RunModel) -> Wrong? {
        if world.isEnded, world.summaries == 0 { return .runWithoutSummary }
        if world.isActive, world.summaries > 0 { return .summaryBeforeTheEnd }
        if world.summaries > 1 { return .twoSummaries }
        if world.isAlarmLost || (world.run == .faulted && !world.alarmStands) {
            return .alarmLost
        }
        return nil
    }

    private static func faults(_ step: RunModel.Step, _ from: RunModel, _ to: RunModel) -> Wrong? {
        if step == .command(.recover), to.run == .recovering, !from.isCleared {
            return .recoveredWithoutClearing
        }
        if from.isActive, !from.isCoordinatorUp == !to.isCoordinatorUp, step != .outputShows,
            !from.isConfirmed, to.isConfirmed
        {
            return .confirmedWithoutBeingShown
        }
        // A command may order something and meet a fault that has stood for long; else a fault, and
        // what people do about it, leave the order alone.
        let mayOrder: Bool
        switch step {
        case .command(.acknowledge), .command(.clear): mayOrder = false
        case .command, .signal(.rundownEnded): mayOrder = true
        default: mayOrder = false
        }
        if !mayOrder, from.wanted != to.wanted { return .faultChangedWhatIsOnAir }
        if step == .command(.start), from.run == .running { return .runWithoutSummary }
        return nil
    }

    /// Visits every world that can be reached, and looks from each for a way to the run's end.
    private static func explore(_ mistake: RunMistake) -> Exploration {
        var result = Exploration()
        var start = RunModel()
        start.mistake = mistake
        var numbers: [RunModel: Int32] = [start: 0]
        var worlds = [start]
        var parents: [(from: Int32, step: Int32)] = [(-1, -1)]
        // Edges backwards, and whether people or time can take them: a death is no way out.
        var back: [[Int32]] = [[]]
        var position = 0
        while position < worlds.count, mistake == .none || result.wrong.isEmpty {
            let world = worlds[position]
            for (number, step) in RunModel.steps.enumerated() {
                guard let next = world.after(step) else { continue }
                result.stepCount += 1
                if let wrong = faults(step, world, next) ?? faults(next) {
                    result.wrong.insert(wrong)
                    if result.path.isEmpty {
                        result.path = path(Int32(position), parents) + ["\(step)"]
                    }
                }
                let known: Int32
                if let found = numbers[next] {
                    known = found
                } else {
                    known = Int32(worlds.count)
                    numbers[next] = known
                    worlds.append(next)
                    parents.append((Int32(position), Int32(number)))
                    back.append([])
                }
                if isWayOut(step) { back[Int(known)].append(Int32(position)) }
            }
            position += 1
        }
        result.stateCount = worlds.count
        if result.wrong.isEmpty, let stuck = stuck(worlds, back) {
            result.wrong.insert(.noWayOut)
            if result.path.isEmpty { result.path = path(Int32(stuck), parents) }
        }
        return result
    }

    /// Operators, time, repair and supervision lead out of a state. The death of something does not
    /// count, nor does cutting everything: a way out keeps the show where it can.
    private static func isWayOut(_ step: RunModel.Step) -> Bool {
        switch step {
        case .command(.abort), .command(.stop), .coordinatorDies, .hostReturns: false
        case .outputGoes(let presence), .rendererGoes(let presence): presence == .up
        default: true
        }
    }

    /// A world with a run on air from which nothing leads to a running show or to its end.
    private static func stuck(_ worlds: [RunModel], _ back: [[Int32]]) -> Int? {
        var isFree = [Bool](repeating: false, count: worlds.count)
        var open: [Int32] = []
        for (number, world) in worlds.enumerated() {
            let isGood =
                world.isCoordinatorUp
                && (!world.isActive || world.run == .running && world.isConfirmed
                    || world.run == .paused)
            if isGood {
                isFree[number] = true
                open.append(Int32(number))
            }
        }
        while let number = open.popLast() {
            for from in back[Int(number)] where !isFree[Int(from)] {
                isFree[Int(from)] = true
                open.append(from)
            }
        }
        return isFree.firstIndex(of: false)
    }

    private static func path(
        _ from: Int32, _ parents: [(from: Int32, step: Int32)]
    ) -> [String] {
        var path: [String] = []
        var number = from
        while number > 0 {
            let (before, step) = parents[Int(number)]
            path.append("\(RunModel.steps[Int(step)])")
            number = before
        }
        return path.reversed()
    }

    @Test("In the whole reachable space: a way out, one summary a run, no alarm lost")
    func exploration() {
        let result = Self.explore(.none)
        print("run model: \(result.stateCount) states, \(result.stepCount) steps")
        #expect(result.stateCount >= 100_000)
        #expect(result.wrong.isEmpty, "\(result.wrong.map(\.rawValue)) by \(result.path)")
    }

    @Test(
        "A planted mistake is found",
        arguments: [
            (RunMistake.missingGuard, Wrong.recoveredWithoutClearing),
            (.lostSummary, .runWithoutSummary), (.doubleStart, .runWithoutSummary),
            (.lostAlarm, .alarmLost), (.noWayOut, .noWayOut),
            (.lateAnswer, .confirmedWithoutBeingShown), (.faultCuts, .faultChangedWhatIsOnAir),
        ])
    func mistake(_ mistake: RunMistake, _ wrong: Wrong) {
        let result = Self.explore(mistake)
        #expect(result.wrong.contains(wrong), "\(mistake): \(result.wrong)")
    }
}
