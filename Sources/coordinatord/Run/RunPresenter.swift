internal import Common
public import Proto

/// The run as it is shown: its status, what is allowed now, its summaries. Pure.
public enum RunPresenter {
    /// The status of the present run.
    public static func status(_ state: RuntimeState, _ context: DecisionContext) -> RunStatus {
        let run = state.run
        let rundown = run.rundown
        var status = RunStatus(
            runId: run.id, title: run.title, state: run.state, cause: run.cause,
            detail: run.detail, sinceWallNanoseconds: run.sinceWall,
            operatorName: run.operatorName, interlocks: run.interlocks.map(\.wire),
            rundown: rundown?.name ?? "", rundownPosition: UInt32(rundown?.position ?? 0))
        status.faultAcknowledged = !(run.fault?.acknowledgedBy.isEmpty ?? true)
        status.cuedPosition = UInt32(rundown?.cued ?? 0)
        status.cueReady =
            RundownPolicy.isReady(state, context)
            && RundownPolicy.transitionRefusal(state, context) == nil
        status.rundownHeld = rundown?.isHeld ?? false
        status.operationId = run.operation
        status.rundownItems = (rundown?.items ?? []).map(\.wire)
        status.output = run.order.output
        status.outputIndex = run.order.isConfirmed ? 0 : run.order.index
        status.outputConfirmed = run.order.isConfirmed
        status.outputOperationId = run.order.operation
        status.fault = run.fault?.wire
        status.startedWallNanoseconds = run.startedAtWall
        status.components = RunComponent.allCases.map { component in
            let health = context.conditions.components[component]
            return Component(
                name: component.rawValue,
                criticality: context.settings.run.criticality(of: component),
                healthy: health?.isHealthy ?? false,
                detail: health?.detail ?? "nothing has been heard of it",
                sinceWallNanoseconds: health?.sinceWall ?? 0)
        }
        return status
    }

    /// Whether each command that depends on the run would be accepted now, and why not.
    public static func guards(
        _ state: RuntimeState, _ context: DecisionContext
    ) -> [CommandGuard] {
        RunCommand.allCases.map { command in
            var refusal = RunPolicy.refusal(of: command, in: state, context)
            if command == .takeNext {
                refusal = refusal ?? RundownPolicy.transitionRefusal(state, context)
            }
            return CommandGuard(
                action: command.rawValue, allowed: refusal == nil, reason: refusal?.sentence ?? "")
        }
    }

    /// A run that is over.
    public static func summary(_ run: FinishedRun) -> RunSummary {
        var summary = RunSummary(
            status: RunStatus(
                runId: run.id, title: run.title, state: run.state, cause: run.cause,
                detail: run.detail, sinceWallNanoseconds: run.endedAtWall,
                operatorName: run.operatorName, interlocks: run.interlocks.map(\.wire),
                rundown: run.rundown))
        summary.status.operationId = run.operation
        summary.status.fault = run.fault?.wire
        summary.status.startedWallNanoseconds = run.startedAtWall
        summary.startedWallNanoseconds = run.startedAtWall
        summary.endedWallNanoseconds = run.endedAtWall
        summary.preparedWallNanoseconds = run.preparedAtWall
        summary.slotsBySource = counts(run.slots?.bySource)
        summary.slotsByResult = counts(run.slots?.byResult)
        summary.lostSlotCount = run.slots?.lost ?? 0
        summary.slotsIncomplete = run.areSlotsIncomplete
        summary.defectCount = run.defectCount
        summary.alarmCount = run.alarmCount
        summary.resumedCount = run.resumedCount
        summary.endedBy = run.endedBy
        return summary
    }

    /// The present run in the same form; nil when there is none.
    public static func present(_ state: RuntimeState, _ context: DecisionContext) -> RunSummary? {
        guard state.run.isActive else { return nil }
        let tally = context.slots.map {
            SlotTally(timelineEpoch: $0.timelineEpoch, totals: $0.totals)
        }
        var summary = self.summary(FinishedRun(state.run, slots: tally, wall: 0))
        summary.status = status(state, context)
        return summary
    }

    private static func counts(_ counts: [String: UInt64]?) -> [NamedCount] {
        (counts ?? [:]).sorted { $0.key < $1.key }.map { NamedCount(name: $0.key, count: $0.value) }
    }
}

extension RunInterlock {
    var wire: Interlock {
        Interlock(
            name: name.rawValue, result: result, reason: reason,
            overridable: name.isOverridable, overriddenBy: overriddenBy,
            overrideReason: overrideReason, criticality: criticality)
    }
}

extension RunFailure {
    var wire: RunFault {
        RunFault(
            component: component, text: text, sinceWallNanoseconds: sinceWall, stands: stands,
            acknowledgedBy: acknowledgedBy, acknowledgedWallNanoseconds: acknowledgedAtWall,
            comment: comment, cleared: isCleared)
    }
}

extension RundownCue {
    var wire: RundownItem {
        RundownItem(
            name: name, preset: preset, transition: transition,
            durationNanoseconds: UInt64(clamping: duration?.count ?? 0),
            startAt: start?.text ?? "")
    }
}
