internal import Common
internal import Proto

/// What commands about the run mean. Whether one is allowed says `RunTable`; here is what it does.
enum RunPolicy {
    /// Does what `action` asks, or says why not.
    static func apply(
        _ action: Command.Action, _ command: Command, _ draft: inout Draft
    ) throws(Refusal) {
        guard let wanted = RunCommand(action) else {
            throw Refusal(.invalidArgument, "\(action.name) is nothing this program can do")
        }
        if let refusal = refusal(of: wanted, in: draft.state, draft.context) { throw refusal }
        draft.classify(.coordinationOnly, subject: draft.state.run.id)
        switch action {
        case .prepareRun(let value): try RunPreparing.begin(value, command, &draft)
        case .cancelPreparing(let value):
            end(.aborted, .operator, said("cancelled", command, value.reason), command, &draft)
        case .overrideInterlock(let value): try RunPreparing.override(value, command, &draft)
        case .startRun(let value): try start(value.transition, command, &draft)
        case .pauseRun(let value):
            move(.pausing, .operator, said("paused", command, value.reason), command, &draft)
            order(.hold, command, &draft)
        case .resumeRun:
            move(.resuming, .operator, said("resumed", command, ""), command, &draft)
            order(.programme, command, &draft)
        case .stopRun(let value):
            try stop(
                value.transition, .operator, said("stopped", command, value.reason), command,
                &draft)
        case .abortRun(let value):
            abort(said("aborted", command, value.reason), command, &draft)
        case .acknowledgeFault(let value): acknowledge(value.comment, command, &draft)
        case .clearFault(let value): clear(value.comment, command, &draft)
        case .recoverRun: recover(command, &draft)
        case .resetRun: reset(command, &draft)
        default: try RundownPolicy.apply(action, command, &draft)
        }
        draft.subject = draft.state.run.id
    }

    /// Why a command would be refused now, whatever its arguments; nil where it would not.
    static func refusal(
        of command: RunCommand, in state: RuntimeState, _ context: DecisionContext
    ) -> Refusal? {
        switch RunTable.answer(command, in: state.run.state) {
        case .refused(let sentence): Refusal(.notAllowedNow, sentence)
        case .goes(_, let condition), .stays(let condition):
            unmet(condition, state, context)
        case .ignored: Refusal(.internal, "\(command.rawValue) has no meaning here")
        }
    }

    private static func unmet(
        _ condition: RunGuard, _ state: RuntimeState, _ context: DecisionContext
    ) -> Refusal? {
        let run = state.run
        switch condition {
        case .none: return nil
        case .interlocksHold:
            let bad = run.interlocks.filter { !$0.permits }
            guard !bad.isEmpty else { return nil }
            let text = bad.map { "\($0.name.rawValue): \($0.reason)" }.joined(separator: "; ")
            return Refusal(.interlockFailed, text)
        case .faultMayClear:
            guard let fault = run.fault else { return nil }
            if fault.acknowledgedBy.isEmpty {
                return Refusal(.notAllowedNow, "acknowledge the fault first: \(fault.text)")
            }
            return fault.stands
                ? Refusal(.causeStands, "the cause has not gone: \(fault.text)") : nil
        case .faultCleared:
            guard let fault = run.fault, !fault.isCleared else { return nil }
            let next = fault.acknowledgedBy.isEmpty ? "acknowledge, then clear" : "clear"
            return Refusal(.notAllowedNow, "\(next) the fault first: \(fault.text)")
        case .rundownLoaded:
            return run.rundown == nil ? Refusal(.notAllowedNow, "no rundown is loaded") : nil
        case .cueReady: return RundownPolicy.takeRefusal(state, context)
        case .summaryHasRoom:
            guard context.unstoredRuns.count >= FinishedRun.waitingMax else { return nil }
            return Refusal(
                .storeUnavailable,
                "the summaries of \(FinishedRun.waitingMax) runs wait for the store; free disk space or"
                    + " mend the state directory, then prepare again")
        }
    }

    // MARK: Steps

    /// Moves the run and says why. What was waited for is waited for no more.
    static func move(
        _ to: RunState, _ cause: RunCause, _ detail: String, _ command: Command?,
        _ draft: inout Draft
    ) {
        if draft.state.run.state == .faulted, to != .faulted {
            AlarmPolicy.lower(alarm, source: Self.source, &draft)
            draft.state.run.fault = nil
        }
        draft.state.run.state = to
        draft.state.run.cause = cause
        draft.state.run.detail = String(detail.prefix(500))
        draft.state.run.operation = command?.operationId ?? ""
        draft.state.run.sinceWall = draft.context.wall
        draft.state.run.deadline = nil
    }

    /// Asks the output for something, from `index` on; 0: at once.
    static func order(
        _ output: RunOutput, at index: Int64 = 0, _ command: Command?, _ draft: inout Draft
    ) {
        let own = "run-output-\(draft.before.version + 1)"
        let asked = command?.operationId ?? ""
        draft.state.run.order = OutputOrder(
            output: output, index: index, operation: asked.isEmpty ? own : asked,
            givenAt: answerable(from: index, draft.context))
        AlarmPolicy.lower(silent, source: Self.source, &draft)
    }

    /// From when on an answer of the output can be waited for: what is ordered for a later frame is not
    /// late before it.
    static func answerable(from index: Int64, _ context: DecisionContext) -> MonotonicInstant {
        guard context.effectiveIndex > 0, index > context.effectiveIndex else {
            return context.instant
        }
        return context.instant + context.rate.duration(ofFrames: index - context.effectiveIndex)
    }

    /// Takes the programme to air at a frame boundary; over a transition it comes up from nothing.
    static func start(
        _ transition: Transition, _ command: Command, _ draft: inout Draft
    ) throws(Refusal) {
        draft.stack = .programme
        try TransitionPolicy.begin(transition, &draft)
        if draft.state.outgoing != nil {
            draft.state.outgoing?.stack = LayerStack(
                background: draft.context.settings.defaultBackground)
        }
        move(.running, .operator, said("started", command, ""), command, &draft)
        goOnAir(&draft)
        order(.programme, at: draft.shownIndex, command, &draft)
    }

    /// Notes when it went on air, and what the output had counted by then.
    static func goOnAir(_ draft: inout Draft) {
        draft.state.run.startedAtWall = draft.context.wall
        draft.state.run.slotsAtStart = draft.context.slots.map {
            SlotTally(timelineEpoch: $0.timelineEpoch, totals: $0.totals)
        }
        draft.state.run.preparation = nil
        draft.state.run.boot = draft.context.boot
    }

    /// Runs the out-transition, then the idle source; over when the output has shown that.
    static func stop(
        _ transition: Transition, _ cause: RunCause, _ detail: String, _ command: Command?,
        _ draft: inout Draft
    ) throws(Refusal) {
        draft.stack = .programme
        try TransitionPolicy.begin(transition, &draft)
        var end = draft.context.effectiveIndex
        if let outgoing = draft.state.outgoing {
            draft.state.run.isFadedOut = true
            end = outgoing.startIndex + outgoing.lengthFrames
        }
        move(.stopping, cause, detail, command, &draft)
        draft.state.run.endedBy = command?.principal ?? ""
        let frames = max(0, end - draft.context.effectiveIndex)
        draft.state.run.deadline =
            draft.context.instant + draft.context.rate.duration(ofFrames: frames)
            + draft.context.settings.run.drainTimeout
        order(.idle, at: end, command, &draft)
    }

    /// Cuts to the last rung of the role at once, where anything was on air.
    private static func abort(_ detail: String, _ command: Command, _ draft: inout Draft) {
        let wasOnAir = draft.state.run.isOnAir
        end(.aborted, .operator, detail, command, &draft)
        if wasOnAir { order(.safe, command, &draft) }
    }

    /// Ends the run; a preparing that did not come to its end leaves no trace.
    static func end(
        _ to: RunState, _ cause: RunCause, _ detail: String, _ command: Command?,
        _ draft: inout Draft
    ) {
        // Who aborts what another has stopped is who ended it.
        if let command { draft.state.run.endedBy = command.principal }
        RunPreparing.undo(&draft)
        move(to, cause, detail, command, &draft)
        RundownPolicy.runEnded(&draft)
        guard draft.state.run.isFadedOut else { return }
        draft.state.run.isFadedOut = false
        draft.state.outgoing = nil
        draft.snapshotsDue.insert(.programme)
    }

    // MARK: Faults

    /// The alarm of a faulted run, and the one of an output that does not answer.
    static let alarm = AlarmName(kind: "run-faulted", subject: "run")
    static let silent = AlarmName(kind: "run-output-silent", subject: "outputd")
    static let source = "coordinatord"

    /// A critical component was away for too long. Nothing changes on air: only the ladder does that.
    static func fault(
        _ component: RunComponent, _ cause: RunCause, _ text: String, _ draft: inout Draft
    ) {
        let run = draft.state.run
        if run.state != .recovering {
            draft.state.run.goesBackTo =
                run.state == .paused || run.state == .pausing ? .paused : .running
        }
        move(.faulted, cause, text, nil, &draft)
        draft.state.run.fault = RunFailure(
            component: component.rawValue, text: text, sinceWall: draft.context.wall)
        AlarmPolicy.raise(
            alarm, severity: .critical, text: "the run is faulted: \(text)", source: source,
            &draft)
    }

    private static func acknowledge(
        _ comment: String, _ command: Command, _ draft: inout Draft
    ) {
        draft.state.run.fault?.acknowledgedBy = name(of: command)
        draft.state.run.fault?.acknowledgedAtWall = draft.context.wall
        draft.state.run.fault?.comment = String(comment.prefix(500))
    }

    private static func clear(_ comment: String, _ command: Command, _ draft: inout Draft) {
        draft.state.run.fault?.isCleared = true
        if !comment.isEmpty { draft.state.run.fault?.comment = String(comment.prefix(500)) }
        draft.notes.append("the fault is cleared; recover takes the run on")
    }

    private static func recover(_ command: Command, _ draft: inout Draft) {
        let back = draft.state.run.goesBackTo
        move(.recovering, .operator, said("recovery", command, ""), command, &draft)
        draft.state.run.deadline =
            draft.context.instant + draft.context.settings.run.outputTimeout
        order(back == .paused ? .hold : .programme, command, &draft)
    }

    private static func reset(_ command: Command, _ draft: inout Draft) {
        let rundown = RundownPolicy.forNextRun(draft.state.run.rundown)
        let old = draft.state.run.order
        draft.state.run = Run()
        draft.state.run.rundown = rundown
        draft.state.run.order = old
        move(.idle, .operator, said("put away", command, ""), command, &draft)
        if old.output != .idle { order(.idle, command, &draft) }
    }

    // MARK: Words

    /// Who did it, and why.
    static func said(_ verb: String, _ command: Command, _ reason: String) -> String {
        let text = "\(verb) by \(name(of: command))"
        return reason.isEmpty ? text : "\(text): \(reason)"
    }

    static func name(of command: Command) -> String {
        command.principal.isEmpty ? "operator" : String(command.principal.prefix(128))
    }
}
