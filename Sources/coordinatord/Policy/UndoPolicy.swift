internal import Proto

/// What undo and redo mean. A step remembers what one durable change touched, and only that goes
/// back: what was changed live in the meantime, by hand or by automation, stays as it is.
///
/// Worked example: opacity is set to 0.5 (durable), then a fader moves `gain`, then undo. The opacity
/// is what it was before; the fader's value stays.
enum UndoPolicy {
    // MARK: Recording

    /// Notes what a finished draft changed, where it is something that can be taken back.
    static func record(_ command: Command, _ draft: inout Draft) {
        guard draft.mutationClass == .durable, command.origin != .internal,
            let action = command.action
        else { return }
        switch action {
        case .undo, .redo: return
        case .take:
            push(action.name, .exchange, &draft)
        default:
            let stacks = [Stack.programme, .preview].compactMap { change(of: $0, draft) }
            let presets = presetChanges(draft)
            if let target = draft.editedValue { draft.state.undo.gestures[target] = nil }
            guard !stacks.isEmpty || !presets.isEmpty else { return }
            push(action.name, .edit(stacks: stacks, presets: presets), &draft)
        }
    }

    private static func push(_ action: String, _ change: UndoStep.Change, _ draft: inout Draft) {
        let limit = draft.context.settings.undoStepsMax
        let step = UndoStep(number: draft.state.undo.nextNumber, action: action, change: change)
        draft.state.undo.nextNumber += 1
        draft.state.undo.done.append(step)
        if draft.state.undo.done.count > limit {
            draft.state.undo.done.removeFirst(draft.state.undo.done.count - limit)
        }
        draft.state.undo.undone = []
        guard !draft.state.undo.gestures.isEmpty else { return }
        draft.state.undo.gestures = draft.state.undo.gestures.filter {
            draft.state.layer($0.key.layer) != nil
        }
    }

    /// Notes what a value was before a gesture moves it.
    static func beginGesture(_ key: OverlayKey, was value: LayerValue?, _ draft: inout Draft) {
        guard draft.state.undo.gestures[key] == nil else { return }
        draft.state.undo.gestures[key] = GestureStart(value: value)
    }

    private static func change(of which: Stack, _ draft: Draft) -> StackChange? {
        let old = draft.before.stack(which)
        let new = draft.state.stack(which)
        let gesture = draft.editedValue.flatMap { key in
            draft.before.undo.gestures[key].map { (key: key, start: $0) }
        }
        guard old != new || gesture.map({ new.layer($0.key.layer) != nil }) == true else {
            return nil
        }
        var layers: [LayerChange] = []
        for position in old.layers.indices {
            let start = gesture.flatMap { $0.key.layer == old.layers[position].id ? $0 : nil }
            if start == nil, new.looksTheSame(at: position, as: old) { continue }
            var before = old.layers[position]
            if let start { before.restore(start.start, of: start.key.parameter) }
            let after = new.layer(before.id)
            if after.map({ $0.looks(like: before) }) != true {
                layers.append(
                    LayerChange(id: before.id, layer: Sides(before: before, after: after)))
            }
        }
        let keepsOrder = old.hasOrder(of: new)
        for layer in new.layers where !keepsOrder && old.position(of: layer.id) == nil {
            layers.append(LayerChange(id: layer.id, layer: Sides(before: nil, after: layer)))
        }
        if layers.isEmpty, keepsOrder, old.background == new.background { return nil }
        return StackChange(
            isPreview: which == .preview,
            order: Sides(
                before: keepsOrder ? [] : old.layers.map(\.id),
                after: keepsOrder ? [] : new.layers.map(\.id)),
            background: Sides(before: old.background, after: new.background), layers: layers)
    }

    private static func presetChanges(_ draft: Draft) -> [PresetChange] {
        let old = draft.before.presets
        let new = draft.state.presets
        guard old != new else { return [] }
        return Set(old.keys).union(new.keys).sorted().compactMap { name in
            guard old[name] != new[name] else { return nil }
            return PresetChange(name: name, preset: Sides(before: old[name], after: new[name]))
        }
    }

    // MARK: Commands

    static func undo(_ count: UInt32, hot: Bool, _ draft: inout Draft) throws(Refusal) {
        try draft.requireStore(for: .durable)
        let steps = try steps(count, in: draft.state.undo.done, "undo")
        for step in steps {
            try take(step.change.reversed, step.action, hot: hot, &draft)
            draft.state.undo.done.removeLast()
            draft.state.undo.undone.append(step)
            draft.notes.append("undone: \(step.action)")
        }
        finish(steps, &draft)
    }

    static func redo(_ count: UInt32, hot: Bool, _ draft: inout Draft) throws(Refusal) {
        try draft.requireStore(for: .durable)
        let steps = try steps(count, in: draft.state.undo.undone, "redo")
        for step in steps {
            try take(step.change, step.action, hot: hot, &draft)
            draft.state.undo.undone.removeLast()
            draft.state.undo.done.append(step)
            draft.notes.append("done again: \(step.action)")
        }
        finish(steps, &draft)
    }

    private static func steps(
        _ count: UInt32, in steps: [UndoStep], _ verb: String
    ) throws(Refusal) -> [UndoStep] {
        let wanted = max(1, Int(count))
        guard wanted <= steps.count else {
            let there = steps.isEmpty ? "nothing" : "only \(steps.count) to \(verb), not \(wanted)"
            throw Refusal(
                .nothingToUndo,
                steps.isEmpty ? "there is nothing to \(verb)" : "there is \(there)")
        }
        return steps.suffix(wanted).reversed()
    }

    private static func finish(_ steps: [UndoStep], _ draft: inout Draft) {
        draft.classify(
            .durable, subject: steps.last?.action ?? "",
            reset: draft.resetScope == .none && !draft.layers.isEmpty
                ? .parameterValues : draft.resetScope)
        draft.state.undo.gestures = [:]
        draft.dropWhatNoLongerFits(reason: "a change was undone or done again")
    }

    private static func take(
        _ change: UndoStep.Change, _ action: String, hot: Bool, _ draft: inout Draft
    ) throws(Refusal) {
        switch change {
        case .exchange:
            draft.state.outgoing = nil
            swap(&draft.state.programme, &draft.state.preview)
            draft.stack = .programme
            draft.resetScope = .stackStructure
            draft.snapshotsDue = [.programme, .preview]
        case .edit(let stacks, let presets):
            for stack in stacks {
                guard stack.isPreview || hot || !draft.context.settings.editsGoToPreview else {
                    throw Refusal(
                        .hotRequired,
                        "\(action) changed the programme, whose edits go by preview here; ask for"
                            + " a hot edit")
                }
                draft.stack = stack.isPreview ? .preview : .programme
                try apply(stack, &draft)
            }
            for preset in presets { draft.state.presets[preset.name] = preset.preset.after }
        }
    }

    private static func apply(_ change: StackChange, _ draft: inout Draft) throws(Refusal) {
        let which: Stack = change.isPreview ? .preview : .programme
        if change.order.before != change.order.after { draft.resetScope = .stackStructure }
        let origin = draft.context.originIndex
        var builds: Set<String> = []
        var stack = draft.state.stack(which)
        for changed in change.layers {
            let position = stack.position(of: changed.id)
            switch (changed.layer.after, position) {
            case (nil, let position?):
                stack.layers.remove(at: position)
            case (let layer?, nil):
                var layer = layer
                // It was gone: whatever a renderer still has of it is not to be drawn on.
                layer.historyGeneration += 1
                stack.layers.append(layer)
                builds.insert(layer.shader)
            case (let layer?, let position?):
                let from = changed.layer.before ?? layer
                if from.shader != layer.shader {
                    builds.insert(layer.shader)
                    if draft.resetScope == .none { draft.resetScope = .layerHistory }
                }
                stack.layers[position].merge(from: from, to: layer, origin: origin)
            case (nil, nil): break
            }
            draft.layers.append(changed.id)
        }
        if change.background.before != change.background.after {
            stack.background = change.background.after
        }
        if change.order.before != change.order.after {
            let place = Dictionary(
                zip(change.order.after, 0...).map { ($0, $1) },
                uniquingKeysWith: { first, _ in first }
            )
            stack.layers.sort { place[$0.id, default: .max] < place[$1.id, default: .max] }
        }
        let settled = stack
        try draft.state.withStack(which) { $0 = settled }
        for id in builds.sorted() {
            guard let shader = draft.context.catalogue[id] else {
                draft.notes.append("shader \"\(id)\" is no longer in the library")
                continue
            }
            BuildPolicy.request(shader, preserveFeedback: false, &draft)
        }
    }
}

extension UndoStep.Change {
    /// The way back.
    var reversed: UndoStep.Change {
        guard case .edit(let stacks, let presets) = self else { return self }
        return .edit(
            stacks: stacks.map { stack in
                StackChange(
                    isPreview: stack.isPreview, order: stack.order.reversed,
                    background: stack.background.reversed,
                    layers: stack.layers.map { LayerChange(id: $0.id, layer: $0.layer.reversed) })
            },
            presets: presets.map { PresetChange(name: $0.name, preset: $0.preset.reversed) })
    }
}

extension LayerStack {
    /// Whether both hold the same layer at a position, and nothing of it differs that an undo brings
    /// back. A quick look that copies nothing; a layer that has moved is not found by it.
    func looksTheSame(at position: Int, as other: LayerStack) -> Bool {
        position < layers.count && layers[position].id == other.layers[position].id
            && layers[position].looks(like: other.layers[position])
    }

    /// Whether both hold the same layers in the same order.
    func hasOrder(of other: LayerStack) -> Bool {
        layers.count == other.layers.count
            && layers.indices.allSatisfy { layers[$0].id == other.layers[$0].id }
    }
}

extension Layer {
    /// Whether everything that an undo brings back is the same; times, history and triggers that
    /// have fired are not brought back.
    func looks(like other: Layer) -> Bool {
        name == other.name && shader == other.shader && bypassed == other.bypassed
            && opacity == other.opacity && blendMode == other.blendMode && values == other.values
            && bindings == other.bindings
    }

    /// Puts a value back to what it was before a gesture.
    mutating func restore(_ start: GestureStart, of parameter: String) {
        guard parameter == LayerControl.opacity else {
            values[parameter] = start.value
            return
        }
        if case .float(let value)? = start.value { opacity = value }
    }

    /// Changes what differs between `from` and `to`, and nothing else.
    mutating func merge(from: Layer, to: Layer, origin: Int64) {
        if from.name != to.name { name = to.name }
        if from.bypassed != to.bypassed { bypassed = to.bypassed }
        if from.opacity != to.opacity { opacity = to.opacity }
        if from.blendMode != to.blendMode { blendMode = to.blendMode }
        guard from.shader == to.shader else {
            shader = to.shader
            values = to.values
            bindings = to.bindings
            triggerCounts = to.triggerCounts
            originIndex = origin
            historyGeneration += 1
            return
        }
        for key in Set(from.values.keys).union(to.values.keys)
        where from.values[key] != to.values[key] {
            values[key] = to.values[key]
        }
        for key in Set(from.bindings.keys).union(to.bindings.keys)
        where from.bindings[key] != to.bindings[key] {
            bindings[key] = to.bindings[key]
        }
    }
}
