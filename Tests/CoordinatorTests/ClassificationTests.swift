import CoordinatorDecision
import Proto
import Testing

/// One row of the table from command to classification.
struct ClassificationRow: CustomStringConvertible, Sendable {
    var action: Command.Action
    var origin = Origin.http
    var label = ""
    var mutationClass: MutationClass
    var persisted = false
    var live = false
    var transient = false
    var snapshot = false
    var persistence: Persistence
    var reset = RenderResetScope.none
    var description: String { action.name + label }
}

@Suite("Classification of every command")
struct ClassificationTests {
    static func durable(
        _ action: Command.Action, live: Bool = true, snapshot: Bool = true,
        reset: RenderResetScope = .none
    ) -> ClassificationRow {
        ClassificationRow(
            action: action, mutationClass: .durable, persisted: true, live: live,
            snapshot: snapshot, persistence: .immediate, reset: reset)
    }

    static func live(
        _ action: Command.Action, _ label: String, origin: Origin = .http
    ) -> ClassificationRow {
        ClassificationRow(
            action: action, origin: origin, label: label, mutationClass: .liveCommitted,
            live: true, snapshot: true, persistence: .debounced)
    }

    static let rows: [ClassificationRow] =
        [
            durable(.addLayer(AddLayer(shaderId: "grade")), reset: .stackStructure),
            durable(.removeLayer(RemoveLayer(layer: layer("layer-2"))), reset: .stackStructure),
            durable(
                .moveLayer(MoveLayer(layer: layer("layer-1"), position: 2)),
                reset: .stackStructure),
            durable(
                .duplicateLayer(DuplicateLayer(layer: layer("layer-1"))), reset: .stackStructure),
            durable(.renameLayer(RenameLayer(layer: layer("layer-1"), name: "colour"))),
            durable(
                .setShader(SetShader(layer: layer("layer-1"), shaderId: "title")),
                reset: .layerHistory),
            durable(.setBypass(SetBypass(layer: layer("layer-1"), bypassed: true))),
            live(.setBypass(SetBypass(layer: layer("layer-1"), toggle: true)), " toggled"),
            durable(.setOpacity(SetOpacity(layer: layer("layer-1"), opacity: 0.5))),
            live(
                .setOpacity(
                    SetOpacity(layer: layer("layer-1"), opacity: 0.5, gesture: .inProgress)),
                " in a gesture"),
            durable(
                .setBlendMode(SetBlendMode(layer: layer("layer-1"), blendMode: .screen))),
            durable(
                .setInputBinding(
                    SetInputBinding(
                        layer: layer("layer-1"),
                        binding: InputBinding(parameter: "inputImage", source: .input(2))))),
            durable(.setParameter(SetParameter(target: parameter("gain"), value: float(2)))),
            live(
                .setParameter(
                    SetParameter(
                        target: parameter("gain"), value: float(2), gesture: .inProgress)),
                " in a gesture"),
            live(
                .setParameter(SetParameter(target: parameter("gain"), value: float(2))),
                " from OSC", origin: .osc),
            ClassificationRow(
                action: .triggerParameter(TriggerParameter(target: parameter("flash"))),
                label: " of overlay", mutationClass: .transientOverlay, transient: true,
                persistence: .deferred),
            ClassificationRow(
                action: .triggerParameter(TriggerParameter(target: parameter("count"))),
                label: " of both", mutationClass: .durable, persisted: true, live: true,
                transient: true, snapshot: true, persistence: .immediate),
            durable(
                .resetParameter(ResetParameter(target: parameter("mode"))),
                reset: .parameterValues),
            durable(
                .resetLayer(ResetLayer(layer: layer("layer-1"))), reset: .layerCommitted),
            durable(.setBackground(SetBackground(color: Color(blue: 1, alpha: 1)))),
        ] + overlayRows + presetRows + coordinationRows + undoRows

    /// What an undo or redo touches is what its step touched.
    static let undoRows: [ClassificationRow] = [
        durable(.undo(Undo()), reset: .parameterValues),
        durable(.redo(Redo()), reset: .parameterValues),
    ]

    static let overlayRows: [ClassificationRow] = [
        ClassificationRow(
            action: .automationTarget(
                AutomationTarget(target: parameter("gain"), value: float(2), route: "/r")),
            origin: .osc, mutationClass: .transientOverlay, transient: true,
            persistence: .deferred),
        ClassificationRow(
            action: .commitOverlay(CommitOverlay()), mutationClass: .liveCommitted, live: true,
            transient: true, snapshot: true, persistence: .debounced, reset: .layerOverlay),
        ClassificationRow(
            action: .clearOverlay(ClearOverlay()), mutationClass: .transientOverlay,
            transient: true, snapshot: true, persistence: .deferred, reset: .layerOverlay),
        ClassificationRow(
            action: .clearTransientState(
                ClearTransientState(
                    scope: TransientScope(layer: layer("layer-1")), reset: .layerHistory)),
            mutationClass: .coordinationOnly, transient: true, snapshot: true,
            persistence: .debounced, reset: .layerHistory),
    ]

    static let presetRows: [ClassificationRow] = [
        durable(.savePreset(SavePreset(name: "new")), live: false, snapshot: false),
        durable(.loadPreset(LoadPreset(name: "show")), reset: .stackStructure),
        durable(.deletePreset(DeletePreset(name: "show")), live: false, snapshot: false),
        durable(
            .renamePreset(RenamePreset(name: "show", newName: "later")), live: false,
            snapshot: false),
        durable(
            .importPreset(ImportPreset(name: "in", json: #"{"holdover_preset":1,"layers":[]}"#)),
            live: false, snapshot: false),
        durable(.take(Take()), reset: .stackStructure),
    ]

    static let coordinationRows: [ClassificationRow] =
        [
            ClassificationRow(
                action: .reloadShaders(ReloadShaders()), mutationClass: .coordinationOnly,
                persistence: .none, reset: .reloadCompatibility),
            ClassificationRow(
                action: .publishNow(PublishNow()), mutationClass: .coordinationOnly,
                snapshot: true, persistence: .none),
            durable(
                .importRundown(
                    ImportRundown(
                        name: "night", json: #"{"holdover_rundown":1,"items":[{"preset":"show"}]}"#)
                ),
                live: false, snapshot: false),
            ClassificationRow(
                action: .prepareRun(PrepareRun()), mutationClass: .coordinationOnly,
                persisted: true, persistence: .immediate),
            ClassificationRow(
                action: .loadRundown(LoadRundown()), mutationClass: .coordinationOnly,
                persistence: .none),
        ]
        + [
            .acknowledgeAlarm(AcknowledgeAlarm(key: AlarmKey(kind: "test", subject: "thing"))),
            .shelveAlarm(
                ShelveAlarm(
                    key: AlarmKey(kind: "test", subject: "thing"), durationNanoseconds: 1000)),
            .unshelveAlarm(UnshelveAlarm(key: AlarmKey(kind: "test", subject: "thing"))),
        ].map { (action: Command.Action) in
            ClassificationRow(
                action: action, mutationClass: .coordinationOnly, persisted: true,
                persistence: .immediate)
        }

    /// Commands that are refused where there is no run, and with which code.
    static let refused: [String: ErrorCode] = [
        "clear_quarantine": .notAllowedNow,
        "cancel_preparing": .notAllowedNow,
        "start_run": .notAllowedNow, "pause_run": .notAllowedNow, "resume_run": .notAllowedNow,
        "stop_run": .notAllowedNow, "abort_run": .notAllowedNow,
        "override_interlock": .notAllowedNow, "acknowledge_fault": .notAllowedNow,
        "clear_fault": .notAllowedNow, "recover_run": .notAllowedNow,
        "reset_run": .notAllowedNow, "cue_item": .notAllowedNow,
        "take_next_item": .notAllowedNow, "delete_rundown": .runNotFound,
        "hold_rundown": .notAllowedNow,
    ]

    static let refusedActions: [Command.Action] = [
        .clearQuarantine(ClearQuarantine()),
        .cancelPreparing(CancelPreparing()), .startRun(StartRun()),
        .pauseRun(PauseRun()), .resumeRun(ResumeRun()), .stopRun(StopRun()),
        .abortRun(AbortRun()), .overrideInterlock(OverrideInterlock()),
        .acknowledgeFault(AcknowledgeFault()), .clearFault(ClearFault()),
        .recoverRun(RecoverRun()), .resetRun(ResetRun()), .cueItem(CueItem()),
        .takeNextItem(TakeNextItem()), .deleteRundown(DeleteRundown()), .holdRundown(HoldRundown()),
    ]

    @Test(
        "Each command has its class, categories, snapshot, persistence and reset scope",
        arguments: rows)
    func row(_ row: ClassificationRow) {
        var fixture = Fixture.withStack()
        // Something to reset, commit, clear and unshelve.
        fixture.perform(
            .setParameter(
                SetParameter(target: parameter("mode"), value: ParameterValue(kind: .long(5)))))
        if case .unshelveAlarm = row.action {
            fixture.perform(
                .shelveAlarm(
                    ShelveAlarm(
                        key: AlarmKey(kind: "test", subject: "thing"), durationNanoseconds: 9)))
        }
        switch row.action {
        case .commitOverlay, .clearOverlay:
            fixture.perform(
                .automationTarget(AutomationTarget(target: parameter("gain"), value: float(3))))
        case .redo: fixture.perform(.undo(Undo()))
        case .take:
            fixture.perform(
                Command(stack: .preview, action: .addLayer(AddLayer(shaderId: "title"))))
        default: break
        }
        let before = fixture.state
        let decision = fixture.perform(row.action, origin: row.origin)
        let outcome = decision.outcome
        #expect(outcome.accepted, "\(outcome.errorSentence)")
        #expect(outcome.mutationClass == row.mutationClass)
        #expect(outcome.persistedStateChanged == row.persisted)
        #expect(outcome.committedLiveStateChanged == row.live)
        #expect(outcome.transientStateChanged == row.transient)
        #expect(outcome.snapshotPublicationRequired == row.snapshot)
        #expect(decision.publishesSnapshot == row.snapshot)
        #expect(outcome.persistence == row.persistence)
        #expect(outcome.renderResetScope == row.reset)
        let changes = row.persisted || row.live || row.transient
        #expect(outcome.stateChanged == changes)
        #expect(fixture.state.version == before.version + (changes ? 1 : 0))
        #expect(outcome.stateVersion.number == fixture.state.version)
        #expect(outcome.stateVersion.coordinatorEpoch == 77)
        #expect(outcome.operationId == "op")
        #expect(decision.events.filter { $0 == "runtime_mutation_accepted" }.count == 1)
        #expect(!decision.events.contains("runtime_mutation_rejected"))
        let again = Decide.command(
            Command(
                operationId: "op", origin: row.origin, principal: "test", action: row.action),
            in: before, fixture.context)
        #expect(again == decision, "the same inputs must give the same decision")
    }

    @Test("Commands of a run are refused with a code and a sentence", arguments: refusedActions)
    func refusal(_ action: Command.Action) {
        var fixture = Fixture.withStack()
        let before = fixture.state
        let decision = fixture.perform(action)
        #expect(!decision.outcome.accepted)
        #expect(decision.outcome.errorCode == Self.refused[action.name])
        #expect(!decision.outcome.errorSentence.isEmpty)
        #expect(fixture.state == before)
        #expect(decision.events == ["runtime_mutation_rejected"])
    }

    @Test("No command of the schema is missing from the table")
    func complete() {
        var seen = Set(Self.rows.map(\.action.name)).union(Self.refused.keys)
        // Needs an alarm whose cause is gone, which AlarmTests has.
        seen.insert("clear_alarm")
        #expect(seen == Set(Command.Action.names))
        #expect(Set(Self.refusedActions.map(\.name)) == Set(Self.refused.keys))
    }
}
