@testable import CoordinatorDecision
import Proto

/// The run and everything around it, small enough that every state it can come to is visited: the
/// run by the real table, and a crude world of an output, a renderer, conditions and deaths.
struct RunModel: Hashable {
    /// A component: there, away for a moment, or away longer than the run's patience.
    enum Presence: UInt8, CaseIterable { case up, away, lost }
    /// A condition of going on air.
    enum Condition: UInt8, CaseIterable { case pending, passed, failed, overridden }

    var run = RunState.idle
    var cause = RunCause.none
    var goesBackTo = RunState.running
    /// What the run wants on air, and what is.
    var wanted = RunOutput.idle
    var shown = RunOutput.idle
    var isConfirmed = true
    /// An answer to an order that has been replaced is still on its way.
    var hasLateAnswer = false
    var output = Presence.up
    var renderer = Presence.up
    var device = Condition.passed
    var shaders = Condition.passed
    var disk = Condition.passed
    var isAcknowledged = false
    var isCleared = false
    var isCoordinatorUp = true
    /// Summaries of the run that is or was last; it has to be 0 while it lasts and 1 after.
    var summaries: UInt8 = 1
    var alarmStands = false
    /// The fault alarm was raised and nobody lowered it properly.
    var isAlarmLost = false
    /// The mistake planted in this world.
    var mistake = RunMistake.none

    var isEnded: Bool { run == .stopped || run == .completed || run == .aborted }
    var isActive: Bool { !isEnded && run != .idle }
    var isOnAir: Bool { isActive && run != .preparing && run != .ready }
    var causeStands: Bool { output == .lost || renderer == .lost }

    private func permits(_ condition: Condition) -> Bool {
        condition == .passed || condition == .overridden
    }
    var interlocksHold: Bool { permits(device) && permits(shaders) && permits(disk) }
}

/// What can be planted, to see that the exploration finds it.
enum RunMistake: String, CaseIterable {
    case none
    /// Recovery does not ask whether the fault was cleared.
    case missingGuard
    /// A run whose preparing times out gets no summary.
    case lostSummary
    /// A second start begins another run on top of the first.
    case doubleStart
    /// Acknowledging lowers the fault's alarm.
    case lostAlarm
    /// Nothing leads out of a recovery the output does not answer.
    case noWayOut
    /// A late answer is taken for one to the newest order.
    case lateAnswer
    /// A fault takes the programme off air.
    case faultCuts
}

extension RunModel {
    /// What can happen next.
    enum Step: Hashable {
        case command(RunCommand)
        case signal(RunSignal)
        case outputGoes(Presence), rendererGoes(Presence)
        case device(Condition), shaders(Condition), disk(Condition)
        case overrideShaders, overrideDisk
        case outputShows, lateAnswer
        case coordinatorDies, coordinatorReturns, hostReturns
    }

    static let steps: [Step] =
        RunCommand.allCases.filter {
            ![.override, .loadRundown, .cue, .takeNext, .holdRundown].contains($0)
        }.map { .command($0) }
        + [.deadline, .rundownEnded].map { .signal($0) }
        + Presence.allCases.flatMap { [.outputGoes($0), .rendererGoes($0)] }
        + [Condition.pending, .passed, .failed].flatMap {
            [.device($0), .shaders($0), .disk($0)]
        }
        + [
            .overrideShaders, .overrideDisk, .outputShows, .lateAnswer, .coordinatorDies,
            .coordinatorReturns, .hostReturns,
        ]

    /// The world after a step; nil where it cannot happen.
    func after(_ step: Step) -> RunModel? {
        var next = self
        switch step {
        case .outputGoes(let presence):
            guard output != presence, presence != .lost || output == .away else { return nil }
            next.output = presence
        case .rendererGoes(let presence):
            guard renderer != presence, presence != .lost || renderer == .away else { return nil }
            next.renderer = presence
        case .device(let condition): next.device = condition
        case .shaders(let condition): if shaders != .overridden { next.shaders = condition }
        case .disk(let condition): if disk != .overridden { next.disk = condition }
        case .coordinatorDies: next.isCoordinatorUp = false
        case .coordinatorReturns, .hostReturns:
            guard !isCoordinatorUp else { return nil }
            next.isCoordinatorUp = true
            next.hydrate(isSameBoot: step == .coordinatorReturns)
        case .outputShows:
            guard output == .up, shown != wanted || !isConfirmed else { return nil }
            next.shown = wanted
            guard isCoordinatorUp else { break }
            next.confirmed()
        case .lateAnswer:
            guard hasLateAnswer, isCoordinatorUp else { return nil }
            next.hasLateAnswer = false
            if mistake == .lateAnswer { next.confirmed() }
        case .command(let command):
            guard isCoordinatorUp, next.perform(command) else { return nil }
        case .signal(let signal):
            guard isCoordinatorUp, next.take(signal) else { return nil }
        case .overrideShaders, .overrideDisk:
            guard isCoordinatorUp, case .stays = RunTable.answer(.override, in: run) else {
                return nil
            }
            if step == .overrideShaders { next.shaders = .overridden }
            if step == .overrideDisk { next.disk = .overridden }
        }
        if next.isCoordinatorUp { next.settle() }
        return next == self ? nil : next
    }

    // MARK: The run

    private mutating func perform(_ command: RunCommand) -> Bool {
        if mistake == .doubleStart, command == .start, run == .running {
            summaries = 0
            order(.programme)
            return true
        }
        let answer = RunTable.answer(command, in: run)
        let condition: RunGuard
        switch answer {
        case .goes(_, let needed), .stays(let needed): condition = needed
        case .refused, .ignored: return false
        }
        guard holds(condition) else { return false }
        let wasOnAir = isOnAir
        if case .goes(let to, _) = answer { move(to, .operator) }
        switch command {
        case .prepare:
            summaries = 0
            shaders = shaders == .overridden ? .pending : shaders
            disk = .pending
            if wanted != .idle { order(.idle) }
        case .start, .resume: order(.programme)
        case .pause: order(.hold)
        case .stop: order(.idle)
        case .abort: if wasOnAir { order(.safe) }
        case .recover: order(goesBackTo == .paused ? .hold : .programme)
        case .reset: if wanted != .idle { order(.idle) }
        case .acknowledge:
            isAcknowledged = true
            if mistake == .lostAlarm { alarmStands = false }
        case .clear: isCleared = true
        default: break
        }
        return true
    }

    private func holds(_ condition: RunGuard) -> Bool {
        switch condition {
        case .none, .summaryHasRoom: true
        case .interlocksHold: interlocksHold
        case .faultMayClear: isAcknowledged && !causeStands
        case .faultCleared: isCleared || mistake == .missingGuard
        case .rundownLoaded, .cueReady: false
        }
    }

    private mutating func take(_ signal: RunSignal) -> Bool {
        guard case .goes(let to, _) = RunTable.answer(signal, in: run) else { return false }
        switch (signal, run) {
        case (.deadline, .preparing): move(to, .timeout)
        case (.deadline, .stopping): move(cause == .rundown ? .completed : to, cause)
        case (.deadline, .recovering):
            if mistake == .noWayOut { return false }
            fault(.timeout)
        case (.rundownEnded, _):
            move(to, .rundown)
            order(.idle)
        default: return false
        }
        return true
    }

    /// What follows by itself from how things stand.
    private mutating func settle() {
        if run == .preparing {
            if device == .failed {
                move(.aborted, .fault)
            } else if interlocksHold {
                move(.ready, .none)
            }
        }
        if causeStands {
            if run == .faulted { isCleared = false }
            if case .goes = RunTable.answer(.lost, in: run) { fault(.fault) }
        }
    }

    private mutating func fault(_ cause: RunCause) {
        if run != .recovering {
            goesBackTo = run == .paused || run == .pausing ? .paused : .running
        }
        move(.faulted, cause)
        isAcknowledged = false
        isCleared = false
        alarmStands = true
        if mistake == .faultCuts { order(.idle) }
    }

    private mutating func confirmed() {
        guard !isConfirmed else { return }
        isConfirmed = true
        if mistake == .noWayOut, run == .recovering { return }
        guard case .goes(let to, _) = RunTable.answer(.confirmed, in: run) else { return }
        switch run {
        case .recovering: move(goesBackTo, .operator)
        case .stopping: move(cause == .rundown ? .completed : to, cause)
        default: move(to, cause)
        }
    }

    private mutating func order(_ output: RunOutput) {
        if !isConfirmed { hasLateAnswer = true }
        wanted = output
        isConfirmed = false
    }

    private mutating func move(_ to: RunState, _ why: RunCause) {
        let wasActive = isActive
        if run == .faulted, to != .faulted {
            if !alarmStands { isAlarmLost = true }
            alarmStands = false
            isAcknowledged = false
            isCleared = false
        }
        run = to
        cause = why
        if wasActive, !isActive {
            let isForgotten = mistake == .lostSummary && why == .timeout
            if !isForgotten { summaries += 1 }
            if shaders == .overridden { shaders = .pending }
            if disk == .overridden { disk = .pending }
        }
    }

    private mutating func hydrate(isSameBoot: Bool) {
        hasLateAnswer = false
        if run == .preparing || (isActive && !isSameBoot) { move(.aborted, .fault) }
        if !isSameBoot { shown = .idle }
        isConfirmed = false
    }
}
