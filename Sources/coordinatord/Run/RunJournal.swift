internal import Common
internal import Proto

/// What a finished decision leaves of the run beside the state: its transition as an event, its lines in
/// the as-run log, and, where it ended, its one summary. Every decision passes here once, so none of
/// these can be forgotten by a policy.
enum RunJournal {
    static func note(_ command: Command?, _ draft: inout Draft) {
        let before = draft.before.run
        RundownPolicy.tellProblem(&draft)
        let wasActive = before.isActive
        let isActive = draft.state.run.isActive
        let lines = wasActive || isActive ? Self.lines(command, draft) : []
        if isActive || draft.state.run.isEnded, wasActive { count(&draft) }
        if before.interlocks != draft.state.run.interlocks { noteInterlocks(&draft) }
        noteTransition(&draft)
        if wasActive, before.id != draft.state.run.id || draft.state.run.isEnded {
            summarise(&draft)
        }
        draft.effects += lines.map { .asRun($0) }
    }

    private static func count(_ draft: inout Draft) {
        for case .publish(let event) in draft.effects {
            switch event.kind {
            case .alarmRaised: draft.state.run.alarmCount += 1
            case .signalDefectStarted: draft.state.run.defectCount += 1
            default: break
            }
        }
    }

    private static func noteInterlocks(_ draft: inout Draft) {
        for interlock in draft.state.run.interlocks
        where !draft.before.run.interlocks.contains(interlock) {
            draft.publish(
                .interlockChanged(
                    InterlockChanged(runId: draft.state.run.id, interlock: interlock.wire)))
        }
    }

    private static func noteTransition(_ draft: inout Draft) {
        let before = draft.before.run
        let after = draft.state.run
        guard
            before.state != after.state || before.id != after.id
                || before.order.operation != after.order.operation
                || before.resumedCount != after.resumedCount
        else { return }
        draft.publish(
            .runTransitioned(
                RunTransitioned(
                    from: before.state, status: RunPresenter.status(draft.state, draft.context))))
    }

    private static func summarise(_ draft: inout Draft) {
        // The run that ended: the present one, or the one before where a new one began at once.
        var run = draft.state.run
        if run.id != draft.before.run.id { run = draft.before.run }
        guard !draft.state.finished.contains(where: { $0.id == run.id }) else { return }
        let tally = draft.context.slots.map {
            SlotTally(timelineEpoch: $0.timelineEpoch, totals: $0.totals)
        }
        let summary = FinishedRun(run, slots: tally, wall: draft.context.wall)
        draft.state.finished.append(summary)
        var excess = draft.state.finished.count - FinishedRun.keptCount
        let unstored = draft.context.unstoredRuns.union([run.id])
        draft.state.finished.removeAll { old in
            guard excess > 0, !unstored.contains(old.id) else { return false }
            excess -= 1
            return true
        }
        draft.publish(
            .runSummaryRecorded(
                RunSummaryRecorded(
                    runId: summary.id, cause: summary.cause, alarmCount: summary.alarmCount,
                    defectCount: summary.defectCount, lostSlotCount: summary.slots?.lost ?? 0)))
    }

    // MARK: As-run log

    /// Stands while the panic control is in use.
    private static let panic = AlarmName(kind: "output-forced", subject: "outputd")

    private static func lines(_ command: Command?, _ draft: Draft) -> [AsRunLine] {
        let id =
            draft.state.run.isActive || draft.state.run.id == draft.before.run.id
            ? draft.state.run.id : draft.before.run.id
        var lines: [AsRunLine] = []
        func add(
            _ kind: String, _ text: String, index: Int64 = 0, detail: String = "",
            stack: LayerStack? = nil
        ) {
            lines.append(
                AsRunLine(
                    run: id, wall: draft.context.wall, index: index, kind: kind, text: text,
                    operation: command?.operationId ?? "", principal: command?.principal ?? "",
                    detail: detail, stack: stack))
        }
        let before = draft.before.run
        let after = draft.state.run
        let index = draft.context.effectiveIndex
        if before.state != after.state || before.id != after.id {
            add("run", "\(before.state.name) → \(after.state.name): \(after.detail)", index: index)
        }
        let isChanged = draft.before.programme != draft.state.programme
        if isPassing(command, draft) {
            // A fader on its way, or automation: where it comes to rest is a line.
        } else if after.isOnAir, isChanged || !before.isOnAir {
            add(
                "programme", RunWords.done(command, draft), index: draft.shownIndex,
                stack: draft.state.programme)
        } else if let command, command.action != nil {
            add("command", RunWords.done(command, draft), index: draft.shownIndex)
        }
        for case .publish(let event) in draft.effects {
            if let line = Self.line(event, isPanic: draft.state.alarms[panic]?.isActive ?? false) {
                add(line.kind, line.text, index: line.index, detail: line.detail)
            }
        }
        for interlock in after.interlocks
        where interlock.result == .overridden
            && !before.interlocks.contains(where: {
                $0.name == interlock.name && $0.overriddenBy == interlock.overriddenBy
                    && $0.overrideReason == interlock.overrideReason
            })
        {
            add(
                "override",
                "\(interlock.name.rawValue) by \(interlock.overriddenBy):"
                    + " \(interlock.overrideReason)")
        }
        return lines
    }

    private static func isPassing(_ command: Command?, _ draft: Draft) -> Bool {
        switch command?.action {
        case .setParameter(let value): value.gesture == .inProgress
        case .setOpacity(let value): value.gesture == .inProgress
        case .automationTarget: true
        default: draft.mutationClass == .transientOverlay
        }
    }

    private static func line(
        _ event: Event, isPanic: Bool
    ) -> (kind: String, text: String, index: Int64, detail: String)? {
        switch event.kind {
        case .outputSourceChanged(let value):
            // Held by hand over the ladder: by the panic control, or because the run wants it so.
            (
                "source", "\(value.to)\(!value.forced ? "" : isPanic ? " (forced)" : " (run)")",
                value.index, ""
            )
        case .outputForceChanged(let value): ("force", value.mode.name, value.index, "")
        case .signalDefectStarted(let value):
            (
                "defect", "\(value.kind.name) \(value.defectId) began", value.startIndex,
                value.thumbnail
            )
        case .signalDefectEnded(let value):
            (
                "defect", "\(value.kind.name) \(value.defectId) ended: \(value.detail)",
                value.endIndex, ""
            )
        case .alarmRaised(let value): ("alarm", "raised \(value.alarm.line)", 0, "")
        case .alarmCleared(let value): ("alarm", "cleared \(value.alarm.line)", 0, "")
        case .alarmAcknowledged(let value):
            ("alarm", "acknowledged \(value.alarm.line) \(value.comment)", 0, "")
        case .alarmShelved(let value):
            ("alarm", "\(value.shelved ? "shelved" : "unshelved") \(value.alarm.line)", 0, "")
        case .presetLoadSucceeded(let value):
            ("preset", "\(value.name) to \(value.stack.name)", 0, "")
        case .inputSignalChanged(let value):
            ("input", "input \(value.input) \(value.state.name)", 0, "")
        default: nil
        }
    }
}

extension Alarm {
    fileprivate var line: String { "\(key.kind) \(key.subject) (\(severity.name)): \(text)" }
}
