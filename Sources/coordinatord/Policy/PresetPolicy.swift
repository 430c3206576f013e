internal import Proto

/// What commands about stored stacks mean.
enum PresetPolicy {
    static func save(_ command: SavePreset, _ draft: inout Draft) throws(Refusal) {
        try store(
            Preset(stack: draft.state.stack(draft.stack), savedAtWall: draft.context.wall),
            as: command.name, overwrite: command.overwrite, &draft)
    }

    static func importDocument(_ command: ImportPreset, _ draft: inout Draft) throws(Refusal) {
        let stack = try PresetDocumentCodec.stack(from: command.json, draft.context.settings)
        // Kept as it is, since the library may get what is missing; but said now, not on air.
        for layer in stack.layers {
            guard let shader = draft.context.catalogue[layer.shader] else {
                draft.notes.append(
                    "layer \"\(layer.name)\": there is no shader \"\(layer.shader)\" at present")
                continue
            }
            draft.notes += fit(layer, shader, draft.context.settings).notes
        }
        try store(
            Preset(stack: stack, savedAtWall: draft.context.wall), as: command.name,
            overwrite: command.overwrite, &draft)
    }

    private static func store(
        _ preset: Preset, as name: String, overwrite: Bool, _ draft: inout Draft
    ) throws(Refusal) {
        try draft.requireStore(for: .durable)
        let name = try LayerPolicy.checkedName(name, what: "a preset", draft.context.settings)
        guard overwrite || draft.state.presets[name] == nil else {
            throw Refusal(
                .presetExists,
                "there is already a preset \"\(name)\"; choose another name or ask to overwrite it")
        }
        guard
            draft.state.presets[name] != nil
                || draft.state.presets.count < draft.context.settings.presetsMax
        else {
            throw Refusal(
                .limitReached,
                "\(draft.context.settings.presetsMax) presets are stored already; delete some")
        }
        draft.state.presets[name] = preset
        draft.classify(.durable, subject: name)
        draft.publish(.presetSaveSucceeded(PresetSaveSucceeded(name: name)))
    }

    static func delete(_ command: DeletePreset, _ draft: inout Draft) throws(Refusal) {
        try draft.requireStore(for: .durable)
        _ = try preset(command.name, draft)
        draft.state.presets[command.name] = nil
        draft.classify(.durable, subject: command.name)
    }

    static func rename(_ command: RenamePreset, _ draft: inout Draft) throws(Refusal) {
        try draft.requireStore(for: .durable)
        let preset = try preset(command.name, draft)
        let name = try LayerPolicy.checkedName(
            command.newName, what: "a preset", draft.context.settings)
        guard name == command.name || draft.state.presets[name] == nil else {
            throw Refusal(.presetExists, "there is already a preset \"\(name)\"")
        }
        draft.state.presets[command.name] = nil
        draft.state.presets[name] = preset
        draft.classify(.durable, subject: name)
    }

    private static func preset(_ name: String, _ draft: Draft) throws(Refusal) -> Preset {
        if let found = draft.state.presets[name] { return found }
        throw Refusal(
            .presetNotFound, "there is no preset \"\(LayerPolicy.shown(name))\"")
    }

    /// Replaces the stack by a stored one. What fits is applied; every layer or value that does
    /// not is named in the outcome's notes. Nothing at all that fits is a refusal.
    static func load(_ command: LoadPreset, _ draft: inout Draft) throws(Refusal) {
        try draft.requireStore(for: .durable)
        let preset = try preset(command.name, draft)
        var layers: [Layer] = []
        for stored in preset.stack.layers {
            guard let shader = draft.context.catalogue[stored.shader] else {
                draft.notes.append(
                    "layer \"\(stored.name)\" is left out: there is no shader \"\(stored.shader)\"")
                continue
            }
            layers.append(fitted(stored, shader, &draft))
        }
        guard !layers.isEmpty || preset.stack.layers.isEmpty else {
            throw Refusal(
                .shaderNotFound,
                "no layer of preset \"\(command.name)\" can be drawn: none of its shaders is in"
                    + " the library")
        }
        relink(&layers, from: preset.stack.layers)
        try TransitionPolicy.begin(command.transition, &draft)
        let loaded = LayerStack(background: preset.stack.background, layers: layers)
        try draft.state.withStack(draft.stack) { $0 = loaded }
        draft.classify(.durable, subject: command.name, reset: .stackStructure)
        draft.layers = layers.map(\.id)
        draft.dropWhatNoLongerFits(reason: "a preset was loaded")
        for id in Set(layers.map(\.shader)).sorted() {
            guard let shader = draft.context.catalogue[id] else { continue }
            BuildPolicy.request(shader, preserveFeedback: false, &draft)
        }
        draft.publish(
            .presetLoadSucceeded(
                PresetLoadSucceeded(
                    name: command.name, stack: draft.stack, layerCount: UInt32(layers.count))))
    }

    /// A live layer made from a stored one: a new id and origin, and only values that fit.
    private static func fitted(
        _ stored: Layer, _ shader: ShaderRules, _ draft: inout Draft
    ) -> Layer {
        var layer = stored
        layer.id = "layer-\(draft.state.nextLayerNumber)"
        draft.state.nextLayerNumber += 1
        layer.originIndex = draft.context.originIndex
        layer.historyGeneration = 1
        layer.triggerCounts = [:]
        let fitting = fit(stored, shader, draft.context.settings)
        layer.values = fitting.values
        layer.bindings = fitting.bindings
        draft.notes += fitting.notes
        return layer
    }

    /// What of a stored layer its shader takes, and a sentence for each thing it does not.
    private static func fit(
        _ stored: Layer, _ shader: ShaderRules, _ settings: PolicySettings
    ) -> (values: [String: LayerValue], bindings: [String: BindingSource], notes: [String]) {
        var values: [String: LayerValue] = [:]
        var notes: [String] = []
        for (name, value) in stored.values.sorted(by: { $0.key < $1.key }) {
            guard let rule = shader.parameter(named: name) else {
                notes.append(
                    "layer \"\(stored.name)\": \(shader.id) has no parameter"
                        + " \"\(LayerPolicy.shown(name))\"")
                continue
            }
            do throws(Refusal) {
                values[name] = try ParameterPolicy.value(
                    value.wire, normalised: false, rule, settings)
            } catch {
                notes.append("layer \"\(stored.name)\": \(error.sentence)")
            }
        }
        let bindings = stored.bindings.filter { shader.imageInputs.contains($0.key) }
        for input in stored.bindings.keys.sorted() where bindings[input] == nil {
            notes.append(
                "layer \"\(stored.name)\": \(shader.id) has no picture input"
                    + " \"\(LayerPolicy.shown(input))\"")
        }
        return (values, bindings, notes)
    }

    /// Bindings to layers of the stored stack follow them to their new ids.
    private static func relink(_ layers: inout [Layer], from stored: [Layer]) {
        var newIDs: [String: String] = [:]
        for layer in stored {
            newIDs[layer.id] = layers.first { $0.name == layer.name }?.id
        }
        for position in layers.indices {
            for (input, source) in layers[position].bindings {
                guard case .layer(let id) = source else { continue }
                layers[position].bindings[input] = newIDs[id].map { .layer($0) }
            }
        }
    }

    /// Brings preview to air; what was on air goes to preview, as on any vision mixer.
    static func take(_ command: Take, _ draft: inout Draft) throws(Refusal) {
        try draft.requireStore(for: .durable)
        draft.stack = .programme
        guard !draft.state.preview.layers.isEmpty else {
            throw Refusal(
                .notAllowedNow,
                "preview is empty, and taking it would leave nothing on air; load a preset or add a"
                    + " layer to preview first")
        }
        try TransitionPolicy.begin(command.transition, &draft)
        let onAir = draft.state.programme
        draft.state.programme = draft.state.preview
        draft.state.preview = onAir
        draft.classify(.durable, subject: "programme", reset: .stackStructure)
        draft.layers = draft.state.programme.layers.map(\.id)
        draft.snapshotsDue = [.programme, .preview]
    }
}
