internal import Common
internal import Proto

/// What becomes of a run without a command: what the daemons report and what time brings.
enum RunAdvance {
    /// Brings the run up to the present conditions and time.
    static func advance(_ draft: inout Draft) {
        noteSeen(&draft)
        RunPreparing.look(&draft)
        watchComponents(&draft)
        watchDeadline(&draft)
        watchOutput(&draft)
        RundownPolicy.advance(&draft)
        AlarmClock.advance(&draft)
    }

    /// When time alone changes something next; `distantFuture`: never. `alarms` is when it changes
    /// an alarm, for who knows that already.
    static func next(
        _ state: RuntimeState, _ context: DecisionContext, alarms: MonotonicInstant? = nil
    ) -> MonotonicInstant {
        let run = state.run
        var next = alarms ?? AlarmClock.next(state, context)
        if let deadline = run.deadline { next = min(next, deadline) }
        if isWatched(run.state) {
            for (_, health) in lost(run, context) {
                next = min(next, health.since + context.settings.run.faultAfter)
            }
        }
        if isOutputAsked(state, context) {
            next = min(next, run.order.givenAt + context.settings.run.outputTimeout)
        }
        return min(next, RundownPolicy.next(state, context))
    }

    /// The output has shown what `value` says. An answer to anything but the newest order is late.
    static func confirmed(_ value: RunOutputApplied, _ draft: inout Draft) {
        let order = draft.state.run.order
        guard !order.isConfirmed, value.operationId == order.operation,
            value.output == order.output
        else { return }
        draft.state.run.order.isConfirmed = true
        draft.state.run.order.index = value.index
        AlarmPolicy.lower(RunPolicy.silent, source: RunPolicy.source, &draft)
        let run = draft.state.run
        guard case .goes(let next, _) = RunTable.answer(.confirmed, in: run.state) else { return }
        switch run.state {
        case .stopping: finishStop("what was scheduled has been shown", &draft)
        case .recovering:
            RunPolicy.move(run.goesBackTo, .operator, "recovered", nil, &draft)
        default: RunPolicy.move(next, run.cause, run.detail, nil, &draft)
        }
    }

    private static func finishStop(_ how: String, _ draft: inout Draft) {
        let run = draft.state.run
        let to: RunState = run.cause == .rundown ? .completed : .stopped
        RunPolicy.end(to, run.cause, "\(run.detail); \(how)", nil, &draft)
        draft.state.run.operation = run.operation
    }

    private static func noteSeen(_ draft: inout Draft) {
        guard draft.state.run.isActive else { return }
        for (component, health) in draft.context.conditions.components
        where health.isHealthy == true && !draft.state.run.seen.contains(component.rawValue) {
            draft.state.run.seen.insert(component.rawValue)
        }
    }

    // MARK: Loss

    private static func isWatched(_ state: RunState) -> Bool {
        if case .goes = RunTable.answer(.lost, in: state) { true } else { false }
    }

    /// Critical components that this run had and has no more.
    private static func lost(
        _ run: Run, _ context: DecisionContext
    ) -> [(RunComponent, RunConditions.Health)] {
        RunComponent.allCases.compactMap { component in
            guard run.seen.contains(component.rawValue),
                context.settings.run.criticality(of: component) == .critical,
                let health = context.conditions.components[component], health.isHealthy == false
            else { return nil }
            return (component, health)
        }
    }

    private static func watchComponents(_ draft: inout Draft) {
        let lost = lost(draft.state.run, draft.context)
        if draft.state.run.state == .faulted {
            draft.state.run.fault?.stands = !lost.isEmpty
            if !lost.isEmpty { draft.state.run.fault?.isCleared = false }
            return
        }
        guard isWatched(draft.state.run.state) else { return }
        let patience = draft.context.settings.run.faultAfter
        guard let worst = lost.first(where: { draft.context.instant >= $0.1.since + patience })
        else { return }
        RunPolicy.fault(
            worst.0, .fault,
            "\(worst.0.rawValue): \(worst.1.detail) (for more than"
                + " \(patience.count / 1_000_000) ms)", &draft)
    }

    // MARK: Time

    private static func watchDeadline(_ draft: inout Draft) {
        let run = draft.state.run
        guard run.state != .preparing, let deadline = run.deadline,
            draft.context.instant >= deadline,
            case .goes = RunTable.answer(.deadline, in: run.state)
        else { return }
        switch run.state {
        case .stopping:
            finishStop("the output did not confirm it in time; it was ended without", &draft)
        default:
            RunPolicy.fault(
                .output, .timeout, "the output did not confirm the recovery in time", &draft)
        }
    }

    /// Whether an answer of an output that is there is waited for.
    private static func isOutputAsked(
        _ state: RuntimeState, _ context: DecisionContext
    ) -> Bool {
        !state.run.order.isConfirmed && state.alarms[RunPolicy.silent]?.isActive != true
            && context.conditions.components[.output]?.isHealthy == true
    }

    private static func watchOutput(_ draft: inout Draft) {
        guard isOutputAsked(draft.state, draft.context) else { return }
        let order = draft.state.run.order
        guard
            draft.context.instant >= order.givenAt + draft.context.settings.run.outputTimeout
        else { return }
        AlarmPolicy.raise(
            RunPolicy.silent, severity: .major,
            text: "outputd has not shown what the run wants on air: \(order.output.name). Look at "
                + "outputd with holdover status; holdover force puts it on air by hand",
            source: RunPolicy.source, &draft)
    }

    // MARK: Start

    /// What becomes of the stored run at a start of the coordinator.
    ///
    /// A run that was on air in this boot of the host goes on: its picture never stopped. One of an
    /// earlier boot is over, since everything went dark; where the configuration says so, the show is
    /// taken to air anew, as a run of its own.
    static func hydrate(_ draft: inout Draft) {
        let run = draft.state.run
        let isSameBoot = run.boot == draft.context.boot || run.boot.isEmpty
        if run.isActive { draft.state.run.resumedCount += 1 }
        RundownPolicy.hydrate(&draft)
        // What was asked before this process began is asked again: the output may have missed it.
        draft.state.run.order.givenAt = RunPolicy.answerable(
            from: run.order.index, draft.context)
        switch run.state {
        case .preparing:
            RunPolicy.end(.aborted, .fault, "the coordinator ended while preparing", nil, &draft)
        case .ready where !isSameBoot:
            RunPolicy.end(.aborted, .fault, "the host went down", nil, &draft)
        case .stopping, .recovering:
            let settings = draft.context.settings.run
            draft.state.run.deadline = draft.context.instant + settings.drainTimeout
            if !isSameBoot {
                RunPolicy.end(.aborted, .fault, "the host went down", nil, &draft)
            }
        case _ where run.isOnAir && !isSameBoot:
            RunPolicy.end(.aborted, .fault, "the host went down", nil, &draft)
        case _ where run.isOnAir:
            draft.state.run.cause = run.state == .faulted ? run.cause : .hydration
            draft.state.run.detail =
                run.state == .faulted ? run.detail : "resumed by a restart of the coordinator"
        default: break
        }
    }

    /// Takes the show to air by itself: where there never was a run, and where the one before was cut
    /// off by the host going down. A show that somebody stopped stays stopped.
    static func autostart(_ draft: inout Draft) {
        let run = draft.state.run
        let wasCutOff =
            run.state == .aborted && run.cause == .fault && run.startedAtWall != 0
        guard draft.context.settings.run.isAutostart else {
            if run.id.isEmpty, run.state == .idle { RunPolicy.order(.idle, nil, &draft) }
            return
        }
        guard run.id.isEmpty && run.sinceWall == 0 || wasCutOff else { return }
        var next = Run()
        next.id = RunPreparing.nextID(draft)
        next.title = run.title.isEmpty ? draft.context.settings.run.showTitle : run.title
        next.operatorName = "autostart"
        next.preparedAtWall = draft.context.wall
        next.rundown = run.rundown
        next.rundown?.endedWith = nil
        draft.state.run = next
        RunPolicy.move(.running, .autostart, "taken to air by itself", nil, &draft)
        RunPolicy.goOnAir(&draft)
        RunPolicy.order(.programme, nil, &draft)
    }
}
