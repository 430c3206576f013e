internal import Common
internal import CoordinatorDecision
internal import Logging
internal import Proto

extension Engine {
    /// Takes up the stored run, and takes the show to air where that is to happen by itself.
    func beginRun() {
        conditions.expect(of: state.run, now: time.now(), wall: time.wallNanoseconds())
        areConditionsNew = true
        for (name, decide) in [
            ("hydrate_run", Decide.hydrate), ("autostart_run", Decide.autostart),
        ] {
            let now = time.now()
            let decision = decide(state, context(now))
            guard decision.state != state || !decision.effects.isEmpty else { continue }
            apply(
                decision, operation: "", now: now,
                record: Origination(
                    name: name, source: "coordinatord", key: "", requestHash: 0))
        }
    }

    /// Brings run, rundown and alarms up to what was reported and what time it is.
    func advanceRun() {
        let later = state.laterStacks
        if judgedStacks != [state.programme] + later { areConditionsNew = true }
        let now = time.now()
        let isDue = areConditionsNew || nextAdvance <= now
        guard isDue else { return }
        if areConditionsNew {
            judgedStacks = [state.programme] + later
            conditions.refresh(
                state.programme, later: later, catalogue, now: now, wall: time.wallNanoseconds())
        }
        areConditionsNew = false
        advanceDue = nil
        // An alarm that was due has its turn now; remembered, it would be due again and again.
        if let known = alarmsDue, known.at <= now { alarmsDue = nil }
        guard let decision = Decide.advance(in: state, context(now)) else {
            // Due and yet nothing to do: not again before something changes, or a moment passes.
            advanceDue = (state.version, max(nextAdvance, now + .milliseconds(100)))
            return
        }
        apply(
            decision, operation: "", now: now,
            record: Origination(name: "advance", source: "coordinatord", key: "", requestHash: 0))
    }

    /// When time alone moves run or alarms next.
    var nextAdvance: MonotonicInstant {
        if let known = advanceDue, known.version == state.version { return known.at }
        let context = context(time.now())
        let at = Decide.nextAdvance(state, context, alarms: nextOfAlarms(context))
        advanceDue = (state.version, at)
        return at
    }

    /// When an alarm is due next. Thousands of them are looked through ten times a second at most,
    /// which may make one so much later: a storm has better uses for the time.
    private func nextOfAlarms(_ context: DecisionContext) -> MonotonicInstant {
        let now = context.instant
        if state.alarms.count > Self.alarmsLookedThroughMax, let known = alarmsDue,
            now < known.lookAgainAt
        {
            return min(known.at, known.lookAgainAt)
        }
        let at = Decide.nextOfAlarms(state, context)
        alarmsDue = (at, now + .milliseconds(100))
        return at
    }

    /// A process has ended: what it reported holds no more.
    func processEnded(_ source: String, pid: UInt32) {
        conditions.ended(source, detail: "process \(pid) ended")
        areConditionsNew = true
        alarm(
            "link-lost", source, severity(of: source),
            "\(source) (process \(pid)) has ended; supervision starts it again")
    }

    /// How bad the end of a process is, by what the run needs of it.
    func severity(of source: String) -> Severity {
        let name = source.hasPrefix("renderd.") ? "renderd" : source
        let component = RunComponent(rawValue: name)
        return component.map(settings.policy.run.criticality) == .cosmetic ? .warning : .major
    }

    /// A slow check of a preparing run has answered.
    func probeAnswered(_ answer: ProbeAnswer) {
        let now = time.now()
        let decision = Decide.probed(
            answer.name, operation: answer.operation, problem: answer.problem, in: state,
            context(now))
        areConditionsNew = true
        guard decision.state != state else {
            logger.info(
                "a late answer of a check is discarded",
                metadata: [
                    "operation_id": "\(answer.operation)", "interlock": "\(answer.name.rawValue)",
                ])
            return
        }
        apply(
            decision, operation: answer.operation, now: now,
            record: Origination(
                name: "probed", source: "coordinatord", key: "", requestHash: 0))
    }

    /// The journal's fields alone rebuild the timeline of a run.
    func logTransition(from old: Run, to new: Run, _ operation: String) {
        guard old.state != new.state || old.id != new.id else { return }
        logger.notice(
            "run \(new.state.name)",
            metadata: [
                "event": "run_transitioned", "run_id": "\(new.id)",
                "from": "\(old.state.name)", "to": "\(new.state.name)",
                "cause": "\(new.cause.name)", "detail": "\(new.detail)",
                "operation_id": "\(new.operation.isEmpty ? operation : new.operation)",
                "principal": "\(new.endedBy.isEmpty ? new.operatorName : new.endedBy)",
                "component": "\(new.fault?.component ?? "")",
            ])
    }
}
