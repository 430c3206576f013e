internal import Common
internal import Proto

/// A decision in the making: the state being changed, and what has been found out about the change.
/// Classification happens through `classify`, here and nowhere else.
struct Draft {
    let before: RuntimeState
    let context: DecisionContext
    var state: RuntimeState
    var effects: [Effect] = []
    /// Published before the decision itself: what asked for it, where that is no command.
    var requests: [Effect] = []
    var mutationClass: MutationClass = .coordinationOnly
    var resetScope: RenderResetScope = .none
    var notes: [String] = []
    var subject = ""
    var layers: [String] = []
    var stack: Stack = .programme
    /// Stacks a new snapshot is due of, whether or not their contents changed.
    var snapshotsDue: Set<Stack> = []
    /// The one value a durable set was about, so that a gesture is undone as a whole.
    var editedValue: OverlayKey?
    /// Set by changes that cannot make a snapshot larger, and so need no look at its size.
    var keepsSize = false
    /// Set by changes that reach the picture by an event of their own instead of a snapshot.
    var carriesOwnUpdate = false

    init(_ state: RuntimeState, _ context: DecisionContext) {
        before = state
        self.state = state
        self.context = context
    }

    /// Which parts of the state differ from before; one deep look, for whoever needs several answers.
    var touched: Touched {
        Touched(
            programme: state.programme != before.programme,
            preview: state.preview != before.preview, overlay: state.overlay != before.overlay)
    }

    /// Parts of a state that a draft has changed.
    struct Touched {
        var programme: Bool
        var preview: Bool
        var overlay: Bool
    }

    /// Says of which class the change is, what it is about and what the renderer has to reset.
    mutating func classify(
        _ mutationClass: MutationClass, subject: String, reset: RenderResetScope = .none
    ) {
        self.mutationClass = mutationClass
        self.subject = subject
        if !layers.contains(subject), state.layer(subject) != nil { layers.append(subject) }
        resetScope = reset
    }

    /// Refuses a durable change now when the store could not take it.
    func requireStore(for mutationClass: MutationClass) throws(Refusal) {
        guard mutationClass == .durable, !context.storeAvailable else { return }
        throw Refusal(
            .storeUnavailable,
            "the change cannot be stored at present, so it was not made; live changes still work."
                + " Free disk space or mend the state directory, then try again")
    }

    mutating func publish(_ kind: Event.Kind) {
        effects.append(.publish(Event(kind: kind)))
    }

    /// The output index from which the change shows: that of a transition begun with it, else the next
    /// there is.
    var shownIndex: Int64 {
        guard let begun = state.outgoing, begun != before.outgoing else {
            return context.effectiveIndex
        }
        return max(context.effectiveIndex, begun.firstIndex)
    }

    /// The version the state will have once this decision is finished.
    var nextVersion: StateVersion {
        StateVersion(coordinatorEpoch: context.epoch, number: before.version + 1)
    }

    /// Drops overlay entries that no longer fit a layer or parameter, each with an event, and the
    /// end of a transition that is over.
    mutating func dropWhatNoLongerFits(reason: String) {
        let stale = state.overlay.entries.filter { key, entry in
            !fits(key, entry)
        }.keys.sorted()
        for key in stale { state.overlay.entries[key] = nil }
        for layer in Set(stale.map(\.layer)).sorted() {
            publish(
                .transientStateCleared(
                    TransientStateCleared(
                        stack: stackHolding(layer), scope: .layerOverlay, layerId: layer,
                        reason: reason)))
        }
        if let outgoing = state.outgoing,
            context.effectiveIndex >= outgoing.startIndex + outgoing.lengthFrames
        {
            state.outgoing = nil
        }
    }

    private func fits(_ key: OverlayKey, _ entry: OverlayEntry) -> Bool {
        guard let layer = state.layer(key.layer) else { return false }
        if key.parameter == LayerControl.opacity { return true }
        guard let shader = context.catalogue[layer.shader] else {
            // The shader's file is away; the renderer keeps its last program and so its overlay.
            return before.layer(key.layer)?.shader == layer.shader
        }
        guard let rule = shader.parameter(named: key.parameter) else { return false }
        return (try? ParameterPolicy.check(entry.target, against: rule, context.settings)) != nil
    }

    /// The stack a layer is in; programme for one that is in neither.
    func stackHolding(_ layer: String) -> Stack {
        before.preview.layer(layer) != nil || state.preview.layer(layer) != nil
            ? .preview : .programme
    }
}
