internal import Proto

/// What commands about layers mean: which exist, what they are called, in which order they lie.
enum LayerPolicy {
    // MARK: Selecting

    /// Finds the layer a selector means, from 0 at the bottom. Exact matches go before forgiving
    /// ones, ids before names, names before positions.
    static func position(
        _ selector: LayerSelector, in stack: LayerStack
    ) throws(Refusal) -> Int {
        switch selector.by {
        case .id(let id):
            if let found = stack.position(of: id) { return found }
            throw unknown("with id \"\(shown(id))\"", stack)
        case .name(let name):
            if let found = try named(name, in: stack) { return found }
            throw unknown("named \"\(shown(name))\"", stack)
        case .position(let number):
            guard number >= 1, number <= stack.layers.count else {
                throw unknown("at position \(number)", stack)
            }
            return Int(number) - 1
        case .any(let text):
            if let found = stack.position(of: text) { return found }
            if let found = try named(text, in: stack) { return found }
            if let number = Int(text), (1...max(1, stack.layers.count)).contains(number),
                !stack.layers.isEmpty
            {
                return number - 1
            }
            throw unknown("called \"\(shown(text))\"", stack)
        case nil:
            throw Refusal(
                .invalidArgument,
                "the command names no layer; give its id, name or"
                    + " position")
        }
    }

    private static func named(_ name: String, in stack: LayerStack) throws(Refusal) -> Int? {
        if let exact = stack.layers.firstIndex(where: { $0.name == name }) { return exact }
        let wanted = forgiving(name)
        let found = stack.layers.indices.filter { forgiving(stack.layers[$0].name) == wanted }
        guard found.count <= 1 else {
            let names = found.map { "\"\(stack.layers[$0].name)\"" }.joined(separator: ", ")
            throw Refusal(
                .ambiguousTarget, "\"\(shown(name))\" may be any of \(names); write one of them")
        }
        return found.first
    }

    /// A name without what people leave out: case, spaces, `_` and `-`.
    static func forgiving(_ name: String) -> String {
        name.lowercased().filter { !" _-".contains($0) }
    }

    private static func unknown(_ what: String, _ stack: LayerStack) -> Refusal {
        let names = stack.layers.prefix(8).map { "\"\($0.name)\"" }.joined(separator: ", ")
        let have = stack.layers.isEmpty ? "the stack is empty" : "there are \(names)"
        return Refusal(.layerNotFound, "there is no layer \(what); \(have)")
    }

    /// What a stranger typed, cut so that a sentence stays a sentence.
    static func shown(_ text: String) -> String { String(text.prefix(80)) }

    static func checkedName(
        _ name: String, what: String, _ settings: PolicySettings
    ) throws(Refusal) -> String {
        let isPrintable = name.unicodeScalars.allSatisfy {
            !$0.properties.isNoncharacterCodePoint && $0.properties.generalCategory != .control
        }
        guard !name.isEmpty, name.utf8.count <= settings.nameBytesMax, isPrintable,
            name.first != " ", name.last != " "
        else {
            throw Refusal(
                .nameInvalid,
                "\"\(shown(name))\" is no name for \(what); use 1 to \(settings.nameBytesMax)"
                    + " bytes of printable text without spaces at the ends")
        }
        return name
    }

    /// `base`, or `base 2`, `base 3`, … whichever is the first that no layer of the stack has.
    static func freeName(_ base: String, in stack: LayerStack) -> String {
        let taken = Set(stack.layers.map(\.name))
        if !taken.contains(base) { return base }
        var number = 2
        while taken.contains("\(base) \(number)") { number += 1 }
        return "\(base) \(number)"
    }

    static func shader(_ id: String, _ draft: Draft) throws(Refusal) -> ShaderRules {
        if let found = draft.context.catalogue[id] { return found }
        if let problem = draft.context.catalogue.broken[id] {
            throw Refusal(.shaderNotFound, "the shader \"\(shown(id))\" cannot be used: \(problem)")
        }
        throw Refusal(
            .shaderNotFound,
            "there is no shader \"\(shown(id))\" in the library; list the shaders for their ids")
    }

    // MARK: Structure

    static func add(_ command: AddLayer, _ draft: inout Draft) throws(Refusal) {
        try draft.requireStore(for: .durable)
        let settings = draft.context.settings
        let stack = draft.state.stack(draft.stack)
        try requireRoom(stack, draft)
        let shader = try shader(command.shaderId, draft)
        let id = try newID(command.layerId, &draft)
        let name: String
        if command.name.isEmpty {
            name = freeName(shader.id, in: stack)
        } else {
            name = try checkedName(command.name, what: "a layer", settings)
            try requireFree(name, except: nil, in: stack)
        }
        guard command.position <= stack.layers.count + 1 else {
            throw outOfRange("position \(command.position)", 1, stack.layers.count + 1)
        }
        var layer = Layer(
            id: id, name: name, shader: shader.id, bypassed: command.bypassed,
            opacity: try opacity(command.opacity ?? 1), blendMode: command.blendMode,
            values: [:], bindings: [:], originIndex: draft.context.originIndex,
            historyGeneration: 1, triggerCounts: [:])
        try requireKnown(command.blendMode)
        for setting in command.values {
            let rule = try ParameterPolicy.rule(setting.name, forgiving: false, of: layer, shader)
            layer.values[rule.name] = try ParameterPolicy.value(
                setting.value, normalised: false, rule, settings)
        }
        for binding in command.bindings {
            layer.bindings[binding.parameter] = try source(of: binding, layer, stack, draft)
        }
        let position =
            command.position == 0 ? stack.layers.count : Int(command.position) - 1
        try draft.state.withStack(draft.stack) { $0.layers.insert(layer, at: position) }
        draft.classify(.durable, subject: id, reset: .stackStructure)
    }

    private static func newID(_ wanted: String, _ draft: inout Draft) throws(Refusal) -> String {
        if wanted.isEmpty {
            var id: String
            repeat {
                id = "layer-\(draft.state.nextLayerNumber)"
                draft.state.nextLayerNumber += 1
            } while draft.state.layer(id) != nil
            return id
        }
        let allowed = wanted.utf8.allSatisfy {
            ($0 >= 97 && $0 <= 122) || ($0 >= 48 && $0 <= 57) || $0 == 45 || $0 == 95
        }
        guard allowed, (1...64).contains(wanted.utf8.count), Int(wanted) == nil else {
            throw Refusal(
                .nameInvalid,
                "\"\(shown(wanted))\" is no layer id; use 1 to 64 of a-z, 0-9, - and _, not only"
                    + " digits")
        }
        guard draft.state.layer(wanted) == nil else {
            throw Refusal(.nameTaken, "there is already a layer with id \"\(wanted)\"")
        }
        return wanted
    }

    static func requireRoom(_ stack: LayerStack, _ draft: Draft) throws(Refusal) {
        guard stack.layers.count < draft.context.settings.layersMax else {
            throw Refusal(
                .limitReached,
                "a stack holds at most \(draft.context.settings.layersMax) layers; remove one first"
            )
        }
    }

    private static func requireFree(
        _ name: String, except id: String?, in stack: LayerStack
    ) throws(Refusal) {
        guard !stack.layers.contains(where: { $0.name == name && $0.id != id }) else {
            throw Refusal(.nameTaken, "there is already a layer named \"\(name)\"")
        }
    }

    static func remove(_ command: RemoveLayer, _ draft: inout Draft) throws(Refusal) {
        try draft.requireStore(for: .durable)
        let position = try position(command.layer, in: draft.state.stack(draft.stack))
        let id = draft.state.stack(draft.stack).layers[position].id
        draft.layers = [id]
        try draft.state.withStack(draft.stack) { stack in
            stack.layers.remove(at: position)
            for index in stack.layers.indices {
                stack.layers[index].bindings = stack.layers[index].bindings.filter {
                    $0.value != .layer(id)
                }
            }
        }
        draft.classify(.durable, subject: id, reset: .stackStructure)
        draft.dropWhatNoLongerFits(reason: "the layer was removed")
    }

    static func move(_ command: MoveLayer, _ draft: inout Draft) throws(Refusal) {
        try draft.requireStore(for: .durable)
        let stack = draft.state.stack(draft.stack)
        let from = try position(command.layer, in: stack)
        guard command.position >= 1, command.position <= stack.layers.count else {
            throw outOfRange("position \(command.position)", 1, stack.layers.count)
        }
        try draft.state.withStack(draft.stack) { stack in
            let layer = stack.layers.remove(at: from)
            stack.layers.insert(layer, at: Int(command.position) - 1)
        }
        // A move keeps feedback and history: the layers themselves are the same.
        draft.classify(.durable, subject: stack.layers[from].id, reset: .stackStructure)
    }

    static func duplicate(_ command: DuplicateLayer, _ draft: inout Draft) throws(Refusal) {
        try draft.requireStore(for: .durable)
        let stack = draft.state.stack(draft.stack)
        try requireRoom(stack, draft)
        let position = try position(command.layer, in: stack)
        var copy = stack.layers[position]
        if command.name.isEmpty {
            copy.name = freeName(copy.name, in: stack)
        } else {
            copy.name = try checkedName(command.name, what: "a layer", draft.context.settings)
            try requireFree(copy.name, except: nil, in: stack)
        }
        copy.id = try newID("", &draft)
        copy.originIndex = draft.context.originIndex
        copy.historyGeneration = 1
        copy.triggerCounts = [:]
        let made = copy
        try draft.state.withStack(draft.stack) { $0.layers.insert(made, at: position + 1) }
        draft.classify(.durable, subject: copy.id, reset: .stackStructure)
    }

    static func rename(_ command: RenameLayer, _ draft: inout Draft) throws(Refusal) {
        try draft.requireStore(for: .durable)
        let stack = draft.state.stack(draft.stack)
        let position = try position(command.layer, in: stack)
        let name = try checkedName(command.name, what: "a layer", draft.context.settings)
        try requireFree(name, except: stack.layers[position].id, in: stack)
        try draft.state.withStack(draft.stack) { $0.layers[position].name = name }
        draft.classify(.durable, subject: stack.layers[position].id)
    }

    // MARK: What a layer draws with

    static func setShader(_ command: SetShader, _ draft: inout Draft) throws(Refusal) {
        try draft.requireStore(for: .durable)
        let position = try position(command.layer, in: draft.state.stack(draft.stack))
        let shader = try shader(command.shaderId, draft)
        var layer = draft.state.stack(draft.stack).layers[position]
        layer.shader = shader.id
        layer.values =
            command.keepValues
            ? ReloadPolicy.fitting(layer.values, to: shader, draft.context.settings) : [:]
        layer.bindings = layer.bindings.filter { shader.imageInputs.contains($0.key) }
        layer.triggerCounts = layer.triggerCounts.filter {
            shader.parameter(named: $0.key)?.type == .event
        }
        layer.originIndex = draft.context.originIndex
        layer.historyGeneration += 1
        let changed = layer
        if !command.keepValues {
            draft.state.overlay.entries = draft.state.overlay.entries.filter {
                $0.key.layer != changed.id || $0.key.parameter == LayerControl.opacity
            }
        }
        try draft.state.withStack(draft.stack) { $0.layers[position] = changed }
        draft.classify(.durable, subject: layer.id, reset: .layerHistory)
        draft.dropWhatNoLongerFits(reason: "the layer has another shader")
        BuildPolicy.request(shader, preserveFeedback: false, &draft)
    }

    static func setBypass(
        _ command: SetBypass, origin: Origin, _ draft: inout Draft
    ) throws(Refusal) {
        let mutationClass: MutationClass =
            command.toggle || origin == .osc ? .liveCommitted : .durable
        try draft.requireStore(for: mutationClass)
        let position = try position(command.layer, in: draft.state.stack(draft.stack))
        let layer = draft.state.stack(draft.stack).layers[position]
        try draft.state.withStack(draft.stack) {
            $0.layers[position].bypassed = command.toggle ? !layer.bypassed : command.bypassed
        }
        draft.classify(mutationClass, subject: layer.id)
    }

    static func setOpacity(
        _ command: SetOpacity, origin: Origin, _ draft: inout Draft
    ) throws(Refusal) {
        let mutationClass = ParameterPolicy.mutationClass(command.gesture, origin)
        try draft.requireStore(for: mutationClass)
        let position = try position(command.layer, in: draft.state.stack(draft.stack))
        let opacity = try opacity(command.opacity)
        let layer = draft.state.stack(draft.stack).layers[position]
        let key = OverlayKey(layer: layer.id, parameter: LayerControl.opacity)
        if mutationClass == .durable {
            draft.editedValue = key
        } else if command.gesture == .inProgress, layer.opacity != opacity {
            UndoPolicy.beginGesture(key, was: .float(layer.opacity), &draft)
        }
        try draft.state.withStack(draft.stack) { $0.layers[position].opacity = opacity }
        // As for a parameter: what is set by hand is what is seen.
        draft.state.overlay.entries[key] = nil
        draft.classify(mutationClass, subject: layer.id)
    }

    static func opacity(_ value: Double) throws(Refusal) -> Double {
        guard value.isFinite, (0...1).contains(value) else {
            throw Refusal(.valueOutOfRange, "opacity \(value) is not between 0 and 1")
        }
        return value
    }

    static func setBlendMode(_ command: SetBlendMode, _ draft: inout Draft) throws(Refusal) {
        try draft.requireStore(for: .durable)
        try requireKnown(command.blendMode)
        let position = try position(command.layer, in: draft.state.stack(draft.stack))
        try draft.state.withStack(draft.stack) { $0.layers[position].blendMode = command.blendMode }
        draft.classify(.durable, subject: draft.state.stack(draft.stack).layers[position].id)
    }

    static func requireKnown(_ mode: BlendMode) throws(Refusal) {
        guard BlendMode.allCases.contains(mode) else {
            throw Refusal(.invalidArgument, "there is no blend mode number \(mode.rawValue)")
        }
    }

    static func setBinding(_ command: SetInputBinding, _ draft: inout Draft) throws(Refusal) {
        try draft.requireStore(for: .durable)
        let stack = draft.state.stack(draft.stack)
        let position = try position(command.layer, in: stack)
        let source = try source(of: command.binding, stack.layers[position], stack, draft)
        try draft.state.withStack(draft.stack) {
            $0.layers[position].bindings[command.binding.parameter] = source
        }
        draft.classify(.durable, subject: stack.layers[position].id)
    }

    private static func source(
        of binding: InputBinding, _ layer: Layer, _ stack: LayerStack, _ draft: Draft
    ) throws(Refusal) -> BindingSource {
        let shader = try shader(layer.shader, draft)
        guard shader.imageInputs.contains(binding.parameter) else {
            let names = shader.imageInputs.map { "\"\($0)\"" }.joined(separator: ", ")
            throw Refusal(
                .parameterNotFound,
                "\(layer.shader) has no image input \"\(shown(binding.parameter))\""
                    + (names.isEmpty ? "" : "; it has \(names)"))
        }
        switch binding.source {
        case .below: return .below
        case .nothing: return .nothing
        case .input(let number):
            guard (1...draft.context.settings.inputCount).contains(number) else {
                throw outOfRange("input \(number)", 1, Int(draft.context.settings.inputCount))
            }
            return .input(number)
        case .layer(let id):
            guard stack.position(of: id) != nil, id != layer.id else {
                throw unknown("with id \"\(shown(id))\" that this layer can show", stack)
            }
            return .layer(id)
        case .image(let reference):
            let parts = reference.path.split(separator: "/", omittingEmptySubsequences: false)
            let isInside = !parts.contains("..") && !parts.contains("") && !parts.contains(".")
            guard isInside, !reference.path.isEmpty, reference.path.utf8.count <= 512 else {
                throw Refusal(
                    .invalidArgument,
                    "\"\(shown(reference.path))\" is no picture of the library; give a path below"
                        + " its root")
            }
            return .image(path: reference.path, generation: reference.generation)
        case nil:
            throw Refusal(.invalidArgument, "the binding names no source")
        }
    }

    static func setBackground(_ command: SetBackground, _ draft: inout Draft) throws(Refusal) {
        try draft.requireStore(for: .durable)
        let color = [
            command.color.red, command.color.green, command.color.blue, command.color.alpha,
        ]
        guard color.allSatisfy({ $0.isFinite && (0...1).contains($0) }) else {
            throw Refusal(
                .valueOutOfRange, "a background's components must each be between 0 and 1")
        }
        try draft.state.withStack(draft.stack) { $0.background = color }
        draft.classify(.durable, subject: "background")
    }

    static func outOfRange(_ what: String, _ low: Int, _ high: Int) -> Refusal {
        Refusal(.valueOutOfRange, "\(what) is not between \(low) and \(max(low, high))")
    }
}
