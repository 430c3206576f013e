internal import Common
public import Proto

/// What automation means: an overlay over committed values that settles into them, or goes.
enum OverlayPolicy {
    // MARK: Commands

    static func automate(_ command: AutomationTarget, _ draft: inout Draft) throws(Refusal) {
        let (position, rule, key) = try target(command.target, draft)
        let settings = draft.context.settings
        let target = try ParameterPolicy.value(
            command.value, normalised: command.normalised, rule, settings)
        let index = draft.context.effectiveIndex
        let known = draft.state.overlay.entries[key]
        draft.carriesOwnUpdate = true
        draft.classify(.transientOverlay, subject: key.layer)
        if var known, known.target == target {
            known.touchedAt = draft.context.instant
            draft.state.overlay.entries[key] = known
            return
        }
        guard known != nil || draft.state.overlay.entries.count < settings.overlayEntriesMax else {
            throw Refusal(
                .limitReached,
                "\(settings.overlayEntriesMax) parameters are automated already; clear some first")
        }
        let layer = draft.state.stack(draft.stack).layers[position]
        let committed =
            rule.name == LayerControl.opacity
            ? .float(layer.opacity) : layer.committedValue(rule, settings)
        let from = known?.value(at: index) ?? committed ?? target
        let canMove = target.components != nil && from.components?.count == target.components?.count
        let entry = OverlayEntry(
            from: canMove ? from : target, target: target, startIndex: index,
            lengthFrames: canMove ? rule.smoothingFrames : 0, touchedAt: draft.context.instant,
            route: String(command.route.prefix(256)))
        draft.state.overlay.entries[key] = entry
        draft.publish(
            .oscOverlayApplied(
                OscOverlayApplied(
                    stack: draft.stack, version: draft.nextVersion, effectiveIndex: index,
                    updates: [
                        OverlayUpdate(layerId: key.layer, value: entry.wire(key.parameter))
                    ])))
    }

    /// A parameter, or the layer's own opacity.
    private static func target(
        _ selector: ParameterSelector, _ draft: Draft
    ) throws(Refusal) -> (position: Int, rule: ParameterRule, key: OverlayKey) {
        guard selector.name == LayerControl.opacity else {
            return try ParameterPolicy.target(selector, draft)
        }
        let stack = draft.state.stack(draft.stack)
        let position = try LayerPolicy.position(selector.layer, in: stack)
        let key = OverlayKey(layer: stack.layers[position].id, parameter: LayerControl.opacity)
        return (position, LayerControl.opacityRule, key)
    }

    static func commit(_ command: CommitOverlay, _ draft: inout Draft) throws(Refusal) {
        let mutationClass: MutationClass = command.durable ? .durable : .liveCommitted
        try draft.requireStore(for: mutationClass)
        let keys = try keys(in: command.scope, draft).filter {
            command.route.isEmpty || draft.state.overlay.entries[$0]?.route == command.route
        }
        commit(keys, &draft)
        draft.classify(mutationClass, subject: keys.first?.layer ?? "", reset: .layerOverlay)
        draft.layers = Set(keys.map(\.layer)).sorted()
    }

    static func clear(_ command: ClearOverlay, _ draft: inout Draft) throws(Refusal) {
        try clear(command.scope, reason: "clear_overlay", &draft)
        draft.mutationClass = .transientOverlay
    }

    static func clear(
        _ scope: TransientScope, reason: String, _ draft: inout Draft
    ) throws(Refusal) {
        let keys = try keys(in: scope, draft)
        for key in keys { draft.state.overlay.entries[key] = nil }
        draft.classify(
            .coordinationOnly, subject: keys.first?.layer ?? "", reset: .layerOverlay)
        draft.layers = Set(keys.map(\.layer)).sorted()
        for layer in draft.layers {
            draft.publish(
                .transientStateCleared(
                    TransientStateCleared(
                        stack: draft.stack, scope: .layerOverlay, layerId: layer, reason: reason)))
        }
    }

    static func clearTransient(
        _ command: ClearTransientState, _ draft: inout Draft
    ) throws(Refusal) {
        switch command.reset {
        case .layerOverlay:
            try clear(command.scope, reason: "clear_transient_state", &draft)
        case .layerHistory, .stackStructure, .none:
            let stack = draft.state.stack(draft.stack)
            let all = command.scope.layer?.by == nil
            let positions =
                if let selector = command.scope.layer, !all {
                    [try LayerPolicy.position(selector, in: stack)]
                } else {
                    Array(stack.layers.indices)
                }
            if command.reset != .layerHistory {
                try clear(command.scope, reason: "clear_transient_state", &draft)
            }
            try draft.state.withStack(draft.stack) { stack in
                for position in positions { stack.layers[position].historyGeneration += 1 }
            }
            draft.layers = positions.map { stack.layers[$0].id }
            draft.classify(
                .coordinationOnly, subject: all ? "" : draft.layers.first ?? "",
                reset: all ? .stackStructure : .layerHistory)
            draft.publish(
                .transientStateCleared(
                    TransientStateCleared(
                        stack: draft.stack, scope: .layerHistory,
                        layerId: all ? "" : draft.layers.first ?? "",
                        reason: "clear_transient_state")))
        case .reloadCompatibility:
            draft.dropWhatNoLongerFits(reason: "clear_transient_state")
            draft.classify(.coordinationOnly, subject: "", reset: .reloadCompatibility)
        case .parameterValues, .layerCommitted, .unrecognised:
            throw Refusal(
                .invalidArgument,
                "committed values are not transient; reset the layer or parameter instead")
        }
    }

    private static func keys(
        in scope: TransientScope, _ draft: Draft
    ) throws(Refusal) -> [OverlayKey] {
        let stack = draft.state.stack(draft.stack)
        var layer: String?
        if let selector = scope.layer, selector.by != nil {
            layer = stack.layers[try LayerPolicy.position(selector, in: stack)].id
        }
        return draft.state.overlay.entries.keys.filter { key in
            stack.position(of: key.layer) != nil && (layer == nil || key.layer == layer)
                && (scope.parameter.isEmpty || key.parameter == scope.parameter)
        }.sorted()
    }

    // MARK: Settling

    /// What becomes of an entry when its route is quiet; nil where it stays.
    private static func settlement(
        _ key: OverlayKey, _ state: RuntimeState, _ catalogue: ShaderCatalogue,
        storeAvailable: Bool
    ) -> MutationClass? {
        if key.parameter == LayerControl.opacity { return .liveCommitted }
        guard let layer = state.layer(key.layer),
            let rule = catalogue[layer.shader]?.parameter(named: key.parameter)
        else { return nil }
        switch rule.commit {
        case .never, .unrecognised: return nil
        case .live: return .liveCommitted
        case .durable: return storeAvailable ? .durable : nil
        }
    }

    /// When the next entry settles; `distantFuture` when none will.
    static func nextSettling(
        _ state: RuntimeState, _ catalogue: ShaderCatalogue, _ settings: PolicySettings,
        storeAvailable: Bool
    ) -> MonotonicInstant {
        var next = MonotonicInstant.distantFuture
        for (key, entry) in state.overlay.entries
        where settlement(key, state, catalogue, storeAvailable: storeAvailable) != nil {
            next = min(next, entry.touchedAt + settings.settleTime)
        }
        return next
    }

    /// Commits every entry whose route has been quiet for the settle time.
    static func settle(_ draft: inout Draft) {
        let context = draft.context
        var due: [OverlayKey] = []
        var strongest = MutationClass.liveCommitted
        for (key, entry) in draft.state.overlay.entries
        where entry.touchedAt + context.settings.settleTime <= context.instant {
            let settled = settlement(
                key, draft.state, context.catalogue, storeAvailable: context.storeAvailable)
            guard let settled else { continue }
            if settled == .durable { strongest = .durable }
            due.append(key)
        }
        due.sort()
        commit(due, &draft)
        draft.classify(strongest, subject: due.first?.layer ?? "", reset: .layerOverlay)
        draft.layers = Set(due.map(\.layer)).sorted()
    }

    private static func commit(_ keys: [OverlayKey], _ draft: inout Draft) {
        for key in keys {
            guard let entry = draft.state.overlay.entries.removeValue(forKey: key) else { continue }
            let which: Stack =
                draft.state.preview.position(of: key.layer) != nil ? .preview : .programme
            if let position = draft.state.stack(which).position(of: key.layer) {
                if which == .preview {
                    draft.state.preview.layers[position].commit(entry.target, of: key.parameter)
                } else {
                    draft.state.programme.layers[position].commit(entry.target, of: key.parameter)
                }
            }
            let request = OscCommitRequested(
                route: entry.route, layerId: key.layer, parameter: key.parameter)
            draft.requests.append(.publish(Event(kind: .oscCommitRequested(request))))
            draft.publish(
                .oscOverlaySettled(
                    OscOverlaySettled(
                        stack: which, route: entry.route, layerId: key.layer,
                        parameter: key.parameter, version: draft.nextVersion)))
        }
    }
}

extension OverlayEntry {
    /// The entry as it travels.
    public func wire(_ parameter: String) -> OverlayValue {
        OverlayValue(
            parameter: parameter, from: from.wire, to: target.wire, startIndex: startIndex,
            lengthFrames: UInt32(clamping: lengthFrames))
    }
}
