public import Common
public import Proto

/// The one place where a change is decided. Pure: no clock, file, thread or randomness; whatever a
/// decision depends on is an argument, so that the same arguments always give the same decision.
public enum Decide {
    /// Decides one command. A refused command leaves no trace in the state.
    public static func command(
        _ command: Command, in state: RuntimeState, _ context: DecisionContext
    ) -> Decision {
        var draft = Draft(state, context)
        draft.stack = command.stack
        do throws(Refusal) {
            try check(command, state, context)
            guard let action = command.action else {
                throw Refusal(
                    .invalidArgument,
                    "the command asks for nothing this program knows; it may be a newer client")
            }
            try apply(action, command, &draft)
            try checkSize(draft)
            UndoPolicy.record(command, &draft)
        } catch {
            return refused(command, error, state, context)
        }
        return finish(draft, command)
    }

    /// Commits automation whose route has been quiet for the settle time. Nil when none is due.
    public static func settle(in state: RuntimeState, _ context: DecisionContext) -> Decision? {
        let due = nextSettling(
            state, context.catalogue, context.settings, storeAvailable: context.storeAvailable)
        guard due <= context.instant else { return nil }
        var draft = Draft(state, context)
        OverlayPolicy.settle(&draft)
        return finish(draft, Command(origin: .internal, principal: "settle"), "settle_overlay")
    }

    /// When `settle` has something to do next; `distantFuture` when nothing is to settle.
    public static func nextSettling(
        _ state: RuntimeState, _ catalogue: ShaderCatalogue, _ settings: PolicySettings,
        storeAvailable: Bool
    ) -> MonotonicInstant {
        OverlayPolicy.nextSettling(state, catalogue, settings, storeAvailable: storeAvailable)
    }

    /// Takes up a scanned shader library: `context.catalogue`, where `previous` was before. `force`
    /// names shaders to build although they did not change (empty: all), or is nil.
    public static func adoptCatalogue(
        replacing previous: ShaderCatalogue, force: [String]?, operation: String,
        in state: RuntimeState, _ context: DecisionContext
    ) -> Decision {
        var draft = Draft(state, context)
        ReloadPolicy.adopt(previous: previous, force: force, &draft)
        return finish(
            draft, Command(operationId: operation, origin: .internal, principal: "scan"),
            "adopt_catalogue")
    }

    /// Takes up a fact of another process. Never refused.
    public static func fact(
        _ fact: Fact, from source: String, in state: RuntimeState, _ context: DecisionContext
    ) -> Decision {
        var draft = Draft(state, context)
        draft.subject = source
        FactPolicy.take(fact, from: source, &draft)
        return finish(draft, nil, fact.kind?.name ?? "fact")
    }

    /// Raises (with a text) or lowers (nil) an alarm of the coordinator's own.
    public static func alarm(
        _ name: AlarmName, severity: Severity, text: String?, in state: RuntimeState,
        _ context: DecisionContext
    ) -> Decision {
        var draft = Draft(state, context)
        draft.subject = name.subject
        if let text {
            AlarmPolicy.raise(
                name, severity: severity, text: text, source: "coordinatord", &draft)
        } else {
            AlarmPolicy.lower(name, source: "coordinatord", &draft)
        }
        return finish(draft, nil, "alarm")
    }

    /// Brings the run, its rundown and the alarms up to what has been reported and what time it is.
    /// Nil when that changes nothing.
    public static func advance(
        in state: RuntimeState, _ context: DecisionContext
    ) -> Decision? {
        var draft = Draft(state, context)
        RunAdvance.advance(&draft)
        guard draft.state != state || !draft.effects.isEmpty else { return nil }
        return finish(draft, nil, "advance")
    }

    /// When `advance` has something to do next by time alone; `distantFuture`: never. `alarms` is
    /// when it has something to do for an alarm, for who knows that already.
    public static func nextAdvance(
        _ state: RuntimeState, _ context: DecisionContext, alarms: MonotonicInstant? = nil
    ) -> MonotonicInstant {
        RunAdvance.next(state, context, alarms: alarms)
    }

    /// When an alarm becomes more severe or comes back next; `distantFuture`: never.
    public static func nextOfAlarms(
        _ state: RuntimeState, _ context: DecisionContext
    ) -> MonotonicInstant {
        AlarmClock.next(state, context)
    }

    /// A slow check of a preparing run has answered; `problem` nil: in order.
    public static func probed(
        _ name: InterlockName, operation: String, problem: String?, in state: RuntimeState,
        _ context: DecisionContext
    ) -> Decision {
        var draft = Draft(state, context)
        RunPreparing.probed(name, operation: operation, problem: problem, &draft)
        return finish(draft, nil, "probed")
    }

    /// Takes up the stored run at a start of the coordinator.
    public static func hydrate(in state: RuntimeState, _ context: DecisionContext) -> Decision {
        var draft = Draft(state, context)
        RunAdvance.hydrate(&draft)
        return finish(draft, nil, "hydrate_run")
    }

    /// Takes the show to air by itself, where the configuration and the run's end allow it.
    public static func autostart(in state: RuntimeState, _ context: DecisionContext) -> Decision {
        var draft = Draft(state, context)
        RunAdvance.autostart(&draft)
        return finish(draft, nil, "autostart_run")
    }

    // MARK: Before

    private static func check(
        _ command: Command, _ state: RuntimeState, _ context: DecisionContext
    ) throws(Refusal) {
        if let expected = command.expectedStateVersion {
            guard expected.coordinatorEpoch == context.epoch, expected.number == state.version
            else {
                throw Refusal(
                    .versionConflict,
                    "the state is at version \(state.version), not \(expected.number) as expected;"
                        + " look at it again, then decide again")
            }
        }
        guard Stack.allCases.contains(command.stack) else {
            throw Refusal(.invalidArgument, "there is no stack number \(command.stack.rawValue)")
        }
        if context.settings.editsGoToPreview, command.stack == .programme, !command.isHot,
            command.action?.editsStack == true
        {
            throw Refusal(
                .hotRequired,
                "edits of the programme go by preview here; edit preview and take it, or ask for a"
                    + " hot edit")
        }
    }

    private static func checkSize(_ draft: Draft) throws(Refusal) {
        guard !draft.keepsSize else { return }
        let touched = draft.touched
        for which in [Stack.programme, .preview] {
            let isTouched = which == .programme ? touched.programme : touched.preview
            guard isTouched || touched.overlay else { continue }
            let bytes = SnapshotSize.bytes(draft.state, which, draft.context.catalogue)
            guard bytes <= draft.context.settings.snapshotBytesMax else {
                throw Refusal(
                    .snapshotTooLarge,
                    "the stack would take \(bytes) bytes; a snapshot holds at most"
                        + " \(draft.context.settings.snapshotBytesMax). Shorten texts or remove"
                        + " layers")
            }
        }
    }

    // MARK: Dispatch

    private static func apply(
        _ action: Command.Action, _ command: Command, _ draft: inout Draft
    ) throws(Refusal) {
        switch action {
        case .addLayer(let value): try LayerPolicy.add(value, &draft)
        case .removeLayer(let value): try LayerPolicy.remove(value, &draft)
        case .moveLayer(let value): try LayerPolicy.move(value, &draft)
        case .duplicateLayer(let value): try LayerPolicy.duplicate(value, &draft)
        case .renameLayer(let value): try LayerPolicy.rename(value, &draft)
        case .setShader(let value): try LayerPolicy.setShader(value, &draft)
        case .setBypass(let value):
            try LayerPolicy.setBypass(value, origin: command.origin, &draft)
        case .setOpacity(let value):
            try LayerPolicy.setOpacity(value, origin: command.origin, &draft)
        case .setBlendMode(let value): try LayerPolicy.setBlendMode(value, &draft)
        case .setInputBinding(let value): try LayerPolicy.setBinding(value, &draft)
        case .setParameter(let value):
            try ParameterPolicy.set(value, origin: command.origin, &draft)
        case .triggerParameter(let value): try ParameterPolicy.trigger(value, &draft)
        case .resetParameter(let value): try ParameterPolicy.reset(value, &draft)
        case .resetLayer(let value): try ParameterPolicy.resetLayer(value, &draft)
        case .setBackground(let value): try LayerPolicy.setBackground(value, &draft)
        case .automationTarget(let value): try OverlayPolicy.automate(value, &draft)
        case .commitOverlay(let value): try OverlayPolicy.commit(value, &draft)
        case .clearOverlay(let value): try OverlayPolicy.clear(value, &draft)
        case .clearTransientState(let value): try OverlayPolicy.clearTransient(value, &draft)
        default: try applyOthers(action, command, &draft)
        }
    }

    private static func applyOthers(
        _ action: Command.Action, _ command: Command, _ draft: inout Draft
    ) throws(Refusal) {
        switch action {
        case .savePreset(let value): try PresetPolicy.save(value, &draft)
        case .loadPreset(let value): try PresetPolicy.load(value, &draft)
        case .deletePreset(let value): try PresetPolicy.delete(value, &draft)
        case .renamePreset(let value): try PresetPolicy.rename(value, &draft)
        case .importPreset(let value): try PresetPolicy.importDocument(value, &draft)
        case .take(let value): try PresetPolicy.take(value, &draft)
        case .reloadShaders(let value): try ReloadPolicy.request(value, &draft)
        case .publishNow:
            draft.classify(.coordinationOnly, subject: draft.stack.name)
            draft.snapshotsDue.insert(draft.stack)
        case .acknowledgeAlarm(let value):
            try AlarmPolicy.acknowledge(value, by: command.principal, &draft)
        case .clearAlarm(let value): try AlarmPolicy.clear(value, &draft)
        case .shelveAlarm(let value): try AlarmPolicy.shelve(value, &draft)
        case .unshelveAlarm(let value): try AlarmPolicy.unshelve(value, &draft)
        case .undo(let value):
            try UndoPolicy.undo(value.count, hot: command.isHot, &draft)
        case .redo(let value):
            try UndoPolicy.redo(value.count, hot: command.isHot, &draft)
        case .clearQuarantine:
            throw Refusal(.notAllowedNow, "no layer is quarantined")
        case .importRundown(let value): try RundownLibrary.importDocument(value, &draft)
        case .deleteRundown(let value): try RundownLibrary.delete(value, &draft)
        default: try RunPolicy.apply(action, command, &draft)
        }
    }

    // MARK: After

    private static func refused(
        _ command: Command, _ refusal: Refusal, _ state: RuntimeState, _ context: DecisionContext
    ) -> Decision {
        let outcome = MutationOutcome(
            accepted: false, errorCode: refusal.code, errorSentence: refusal.sentence,
            stateVersion: StateVersion(coordinatorEpoch: context.epoch, number: state.version),
            operationId: command.operationId)
        var effects = [
            publish(
                .runtimeMutationRejected(
                    RuntimeMutationRejected(
                        action: command.action?.name ?? "", origin: command.origin,
                        principal: command.principal, stack: command.stack,
                        errorCode: refusal.code.name, errorSentence: refusal.sentence)))
        ]
        switch command.action {
        case .loadPreset(let value):
            effects.append(
                publish(
                    .presetLoadFailed(
                        PresetLoadFailed(name: value.name, reason: refusal.sentence))))
        case .savePreset(let value):
            effects.append(
                publish(
                    .presetSaveFailed(
                        PresetSaveFailed(name: value.name, reason: refusal.sentence))))
        default: break
        }
        return Decision(state: state, outcome: outcome, effects: effects)
    }

    private static func publish(_ kind: Event.Kind) -> Effect { .publish(Event(kind: kind)) }

    /// Counts the version, fills in every field of the outcome and lines up the effects. `command`
    /// is nil for facts and alarms, which nobody asked for and so nobody accepts.
    private static func finish(
        _ finished: Draft, _ command: Command?, _ name: String? = nil
    ) -> Decision {
        var draft = finished
        RunJournal.note(command, &draft)
        var state = draft.state
        let before = draft.before
        let changed = state != before
        if changed { state.version = before.version + 1 }
        let version = StateVersion(
            coordinatorEpoch: draft.context.epoch, number: state.version)
        let change = Classification(draft, changed: changed)
        var outcome = change.outcome
        outcome.stateVersion = version
        outcome.operationId = command?.operationId ?? ""
        var effects = draft.requests
        if let command {
            effects.append(
                publish(
                    .runtimeMutationAccepted(
                        RuntimeMutationAccepted(
                            action: name ?? command.action?.name ?? "", origin: command.origin,
                            principal: command.principal, stack: draft.stack, version: version,
                            subjectId: draft.subject))))
        }
        if changed {
            effects.append(
                publish(
                    .runtimeStateChanged(
                        RuntimeStateChanged(
                            version: version, stack: draft.stack,
                            persisted: outcome.persistedStateChanged,
                            committedLive: outcome.committedLiveStateChanged,
                            transient: outcome.transientStateChanged, layerIds: draft.layers))))
        }
        effects += draft.effects
        effects += change.followUps(version, draft)
        return Decision(
            state: state, outcome: outcome, snapshotIndex: change.snapshotIndex, effects: effects)
    }
}
