internal import Proto

/// Which categories of state a finished draft touched, and what that entails. The table of DESIGN:
/// class → categories, snapshot, persistence.
struct Classification {
    let outcome: MutationOutcome
    /// From when on its snapshots hold; 0: there are none.
    private(set) var snapshotIndex: Int64 = 0
    private let snapshots: [Stack]

    init(_ draft: Draft, changed: Bool) {
        let before = draft.before
        let state = draft.state
        let touched = draft.touched
        let overlayChanged = touched.overlay
        let historyCleared = draft.mutationClass == .coordinationOnly && changed
        snapshots = Self.snapshots(draft, touched)
        var outcome = MutationOutcome(
            accepted: true, stateChanged: changed,
            snapshotPublicationRequired: !snapshots.isEmpty, renderResetScope: draft.resetScope,
            telemetryNotes: draft.notes, mutationClass: draft.mutationClass,
            subjectId: draft.subject)
        switch draft.mutationClass {
        case .durable:
            // Even without a change: what is live already may only now have become durable.
            outcome.persistence = .immediate
            outcome.persistedStateChanged = changed
            outcome.committedLiveStateChanged = touched.programme || touched.preview
            outcome.transientStateChanged = overlayChanged
        case .liveCommitted:
            outcome.persistence = changed ? .debounced : .none
            outcome.committedLiveStateChanged = changed
            outcome.transientStateChanged = overlayChanged
        case .transientOverlay:
            outcome.persistence = changed ? .deferred : .none
            outcome.transientStateChanged = changed
        case .coordinationOnly, .unrecognised:
            let isKept =
                state.alarms != before.alarms || state.run != before.run
                || state.finished != before.finished
            outcome.persistence = isKept ? .immediate : changed ? .debounced : .none
            outcome.persistedStateChanged = isKept
            outcome.committedLiveStateChanged =
                !historyCleared
                && (state.programme != before.programme || state.preview != before.preview)
            outcome.transientStateChanged =
                overlayChanged || (historyCleared && (touched.programme || touched.preview))
        }
        if !snapshots.isEmpty || (draft.carriesOwnUpdate && changed) {
            outcome.effectiveIndex = draft.shownIndex
            snapshotIndex = draft.context.effectiveIndex
        } else if state.run.order.operation != before.run.order.operation {
            outcome.effectiveIndex = max(state.run.order.index, draft.context.effectiveIndex)
        }
        self.outcome = outcome
    }

    private static func snapshots(_ draft: Draft, _ touched: Draft.Touched) -> [Stack] {
        var due = draft.snapshotsDue
        if !draft.carriesOwnUpdate {
            if touched.programme || draft.state.outgoing != draft.before.outgoing {
                due.insert(.programme)
            }
            if touched.preview { due.insert(.preview) }
            if touched.overlay { due.insert(draft.stack) }
        }
        return [Stack.programme, .preview].filter { due.contains($0) }
    }

    /// What follows from the change: resets, snapshots, persistence, the read model.
    func followUps(_ version: StateVersion, _ draft: Draft) -> [Effect] {
        var effects: [Effect] = []
        let needsReset =
            draft.resetScope != .none && draft.resetScope != .parameterValues
            && !snapshots.isEmpty
        for stack in snapshots {
            if needsReset {
                effects.append(
                    publish(
                        .renderResetRequested(
                            RenderResetRequested(
                                stack: stack, scope: draft.resetScope,
                                layerId: draft.layers.count == 1 ? draft.layers[0] : "",
                                effectiveIndex: draft.context.effectiveIndex))))
            }
            effects.append(
                publish(
                    .renderSnapshotPublishRequested(
                        RenderSnapshotPublishRequested(
                            stack: stack, width: draft.context.workingFormat.width,
                            height: draft.context.workingFormat.height))))
            effects.append(.publishSnapshot(stack, draft.resetScope))
        }
        if outcome.persistence == .immediate || outcome.persistence == .debounced {
            effects.append(
                publish(
                    .runtimePersistenceRequested(
                        RuntimePersistenceRequested(
                            version: version, debounced: outcome.persistence == .debounced))))
        }
        if outcome.stateChanged {
            effects.append(
                publish(
                    .runtimeStatePresentationChanged(
                        RuntimeStatePresentationChanged(version: version))))
        }
        return effects
    }

    private func publish(_ kind: Event.Kind) -> Effect { .publish(Event(kind: kind)) }
}

extension Command {
    /// Whether it may edit the programme where edits go by preview.
    var isHot: Bool { hot || origin == .internal }
}

extension Command.Action {
    /// Whether the command edits the contents of a stack, and so goes by preview where that is
    /// the rule. Automation, overlay and takes act on what is on air by their nature.
    var editsStack: Bool {
        switch self {
        case .addLayer, .removeLayer, .moveLayer, .duplicateLayer, .renameLayer, .setShader,
            .setBypass, .setOpacity, .setBlendMode, .setInputBinding, .setParameter,
            .resetParameter, .resetLayer, .setBackground, .loadPreset:
            true
        default: false
        }
    }
}
