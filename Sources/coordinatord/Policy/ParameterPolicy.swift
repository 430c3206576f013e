internal import Proto

/// What commands about parameters mean: which exist, which values fit, and how long they last.
enum ParameterPolicy {
    /// A set by page, API or command line is durable; one inside a gesture, and one that comes
    /// straight from OSC, is committed live.
    static func mutationClass(_ gesture: Gesture, _ origin: Origin) -> MutationClass {
        gesture == .inProgress || origin == .osc ? .liveCommitted : .durable
    }

    // MARK: Finding

    /// The rule of the parameter a selector means.
    static func rule(
        _ name: String, forgiving: Bool, of layer: Layer, _ shader: ShaderRules
    ) throws(Refusal) -> ParameterRule {
        if let exact = shader.parameter(named: name) { return exact }
        if forgiving {
            let wanted = LayerPolicy.forgiving(name)
            let found = shader.parameters.filter { LayerPolicy.forgiving($0.name) == wanted }
            if found.count == 1 { return found[0] }
            if found.count > 1 {
                let names = found.map { "\"\($0.name)\"" }.joined(separator: ", ")
                throw Refusal(
                    .ambiguousTarget,
                    "\"\(LayerPolicy.shown(name))\" may be any of \(names); write one of them")
            }
        }
        let names = shader.parameters.prefix(12).map { "\"\($0.name)\"" }.joined(separator: ", ")
        throw Refusal(
            .parameterNotFound,
            "layer \"\(layer.name)\" (\(shader.id)) has no parameter"
                + " \"\(LayerPolicy.shown(name))\""
                + (names.isEmpty ? "; it has none at all" : "; it has \(names)"))
    }

    /// Layer position, rule and key of the parameter a selector means.
    static func target(
        _ selector: ParameterSelector, _ draft: Draft
    ) throws(Refusal) -> (position: Int, rule: ParameterRule, key: OverlayKey) {
        let stack = draft.state.stack(draft.stack)
        let position = try LayerPolicy.position(selector.layer, in: stack)
        let layer = stack.layers[position]
        let shader = try LayerPolicy.shader(layer.shader, draft)
        let rule = try rule(selector.name, forgiving: selector.forgiving, of: layer, shader)
        return (position, rule, OverlayKey(layer: layer.id, parameter: rule.name))
    }

    // MARK: Values

    /// Reads a value for a parameter: of the right type, finite, in range. A whole number is taken
    /// for a float, and a number for a long when it is whole. Nothing is clamped: a value out of
    /// range is a mistake its sender should hear of.
    static func value(
        _ wire: ParameterValue, normalised: Bool, _ rule: ParameterRule, _ settings: PolicySettings
    ) throws(Refusal) -> LayerValue {
        if normalised { return try normalisedValue(wire, rule, settings) }
        let converted: LayerValue? =
            switch (rule.type, wire.kind) {
            case (.bool, .bool(let value)): .bool(value)
            case (.long, .long(let value)): .long(value)
            case (.long, .float(let value)) where value == value.rounded() && abs(value) < 1e15:
                .long(Int64(value))
            case (.float, .float(let value)): .float(value)
            case (.float, .long(let value)): .float(Double(value))
            case (.point2d, .point2D(let point)): .point(x: point.x, y: point.y)
            case (.color, .color(let color)):
                .color(
                    red: color.red, green: color.green, blue: color.blue, alpha: color.alpha)
            case (.text, .text(let value)): .text(value)
            default: nil
            }
        guard let converted else { throw wrongType(wire, rule) }
        return try check(converted, against: rule, settings)
    }

    private static func wrongType(_ wire: ParameterValue, _ rule: ParameterRule) -> Refusal {
        if rule.type == .event {
            return Refusal(
                .valueWrongType, "\"\(rule.name)\" is a trigger; fire it instead of setting it")
        }
        if case .float(let value)? = wire.kind, !value.isFinite {
            return notFinite(rule)
        }
        return Refusal(
            .valueWrongType,
            "\"\(rule.name)\" takes a \(rule.type.name), not a \(wire.kind?.name ?? "nothing")")
    }

    private static func notFinite(_ rule: ParameterRule) -> Refusal {
        Refusal(
            .valueOutOfRange, "\"\(rule.name)\" takes finite numbers, not infinity or NaN")
    }

    /// Maps 0–1 onto a parameter's range: numbers linearly, choices and switches by share.
    private static func normalisedValue(
        _ wire: ParameterValue, _ rule: ParameterRule, _ settings: PolicySettings
    ) throws(Refusal) -> LayerValue {
        let share: Double
        switch wire.kind {
        case .float(let value): share = value
        case .long(let value): share = Double(value)
        case .bool(let value): share = value ? 1 : 0
        default: throw wrongType(wire, rule)
        }
        guard share.isFinite else { throw notFinite(rule) }
        guard (0...1).contains(share) else {
            throw Refusal(
                .valueOutOfRange, "a normalised value is between 0 and 1, not \(share)")
        }
        switch rule.type {
        case .bool: return .bool(share >= 0.5)
        case .long where !rule.choices.isEmpty:
            return .long(
                rule.choices[
                    min(
                        Int(share * Double(rule.choices.count)),
                        rule.choices.count - 1)])
        case .float, .long:
            guard let low = rule.minimum.first, let high = rule.maximum.first else {
                throw Refusal(
                    .valueWrongType,
                    "\"\(rule.name)\" has no range, so it cannot be set from 0 to 1")
            }
            let value = low + (high - low) * share
            let typed: LayerValue =
                rule.type == .float ? .float(value) : .long(Int64(value.rounded()))
            return try check(typed, against: rule, settings)
        default:
            throw Refusal(
                .valueWrongType,
                "\"\(rule.name)\" is a \(rule.type.name) and cannot be set from 0 to 1")
        }
    }

    /// Whether a typed value fits a rule; throws what is wrong with it.
    @discardableResult
    static func check(
        _ value: LayerValue, against rule: ParameterRule, _ settings: PolicySettings
    ) throws(Refusal) -> LayerValue {
        switch (rule.type, value) {
        case (.bool, .bool): return value
        case (.text, .text(let text)):
            guard text.utf8.count <= settings.textBytesMax else {
                throw Refusal(
                    .valueOutOfRange,
                    "the text for \"\(rule.name)\" has \(text.utf8.count) bytes; at most"
                        + " \(settings.textBytesMax) are allowed")
            }
            return value
        case (.long, .long(let number)):
            if !rule.choices.isEmpty {
                guard rule.choices.contains(number) else {
                    let choices = rule.choices.prefix(16).map(String.init).joined(separator: ", ")
                    throw Refusal(
                        .valueOutOfRange,
                        "\"\(rule.name)\" cannot be \(number); it can be \(choices)")
                }
                return value
            }
            try checkRange([Double(number)], rule)
            return value
        case (.float, .float), (.point2d, .point), (.color, .color):
            try checkRange(value.components ?? [], rule)
            return value
        default:
            throw Refusal(
                .valueWrongType, "\"\(rule.name)\" takes a \(rule.type.name)")
        }
    }

    private static func checkRange(
        _ components: [Double], _ rule: ParameterRule
    ) throws(Refusal) {
        for (index, component) in components.enumerated() {
            guard component.isFinite else { throw notFinite(rule) }
            let low = index < rule.minimum.count ? rule.minimum[index] : -.greatestFiniteMagnitude
            let high = index < rule.maximum.count ? rule.maximum[index] : .greatestFiniteMagnitude
            guard component >= low, component <= high else {
                throw Refusal(
                    .valueOutOfRange,
                    "\(component) for \"\(rule.name)\" is not between \(low) and \(high)")
            }
        }
    }

    // MARK: Commands

    static func set(
        _ command: SetParameter, origin: Origin, _ draft: inout Draft
    ) throws(Refusal) {
        let mutationClass = mutationClass(command.gesture, origin)
        try draft.requireStore(for: mutationClass)
        let (position, rule, key) = try target(command.target, draft)
        let value = try value(
            command.value, normalised: command.normalised, rule, draft.context.settings)
        let old = draft.state.stack(draft.stack).layers[position].values[rule.name]
        if mutationClass == .durable {
            draft.editedValue = key
        } else if command.gesture == .inProgress, old != value {
            UndoPolicy.beginGesture(key, was: old, &draft)
        }
        try draft.state.withStack(draft.stack) { $0.layers[position].values[rule.name] = value }
        // What an operator sets by hand must be what is seen: it ends an automation of the same
        // parameter, which starts again with the route's next value.
        if !draft.state.overlay.entries.isEmpty { draft.state.overlay.entries[key] = nil }
        draft.keepsSize = rule.type != .text
        draft.classify(mutationClass, subject: key.layer)
    }

    static func trigger(_ command: TriggerParameter, _ draft: inout Draft) throws(Refusal) {
        let (position, rule, key) = try target(command.target, draft)
        guard rule.type == .event else {
            throw Refusal(
                .valueWrongType, "\"\(rule.name)\" is a \(rule.type.name); set it instead")
        }
        let isCommitted = rule.triggerTarget != .overlay
        try draft.requireStore(for: isCommitted ? .durable : .transientOverlay)
        var count = draft.state.layer(key.layer)?.triggerCounts[rule.name] ?? 0
        if isCommitted {
            count += 1
            let committed = count
            try draft.state.withStack(draft.stack) {
                $0.layers[position].triggerCounts[rule.name] = committed
            }
        }
        draft.state.overlay.triggerCount += 1
        if rule.triggerTarget != .committed {
            draft.publish(
                .triggerFired(
                    TriggerFired(
                        stack: draft.stack, layerId: key.layer, parameter: rule.name,
                        effectiveIndex: draft.context.effectiveIndex, count: count)))
        }
        draft.carriesOwnUpdate = !isCommitted
        draft.classify(
            isCommitted ? .durable : .transientOverlay, subject: key.layer)
    }

    static func reset(_ command: ResetParameter, _ draft: inout Draft) throws(Refusal) {
        try draft.requireStore(for: .durable)
        let (position, rule, key) = try target(command.target, draft)
        try draft.state.withStack(draft.stack) { $0.layers[position].values[rule.name] = nil }
        draft.state.overlay.entries[key] = nil
        draft.classify(.durable, subject: key.layer, reset: .parameterValues)
    }

    static func resetLayer(_ command: ResetLayer, _ draft: inout Draft) throws(Refusal) {
        try draft.requireStore(for: .durable)
        let position = try LayerPolicy.position(
            command.layer, in: draft.state.stack(draft.stack))
        let index = draft.context.originIndex
        try draft.state.withStack(draft.stack) { stack in
            stack.layers[position].values = [:]
            stack.layers[position].triggerCounts = [:]
            stack.layers[position].originIndex = index
            stack.layers[position].historyGeneration += 1
        }
        let id = draft.state.stack(draft.stack).layers[position].id
        draft.state.overlay.entries = draft.state.overlay.entries.filter { $0.key.layer != id }
        draft.classify(.durable, subject: id, reset: .layerCommitted)
    }
}
