public import CoordinatorDecision
public import Proto

/// Makes snapshots: everything a renderer needs to draw a stack, and nothing it would have to look
/// up. Pure; policy does not know of it.
public struct SnapshotProvider: Sendable {
    /// What the channel's layers are drawn in.
    public var workingFormat: WorkingFormat
    /// Limits, of which values fit a rule depends on some.
    public var settings: PolicySettings
    /// The coordinator's epoch, half of every version.
    public var epoch: UInt64

    /// Makes a provider for one coordinator start.
    public init(workingFormat: WorkingFormat, settings: PolicySettings, epoch: UInt64) {
        self.workingFormat = workingFormat
        self.settings = settings
        self.epoch = epoch
    }

    /// The snapshot of a stack that takes effect at `effectiveIndex`.
    public func snapshot(
        of state: RuntimeState, _ which: Stack, catalogue: ShaderCatalogue, effectiveIndex: Int64,
        reset: RenderResetScope = .none
    ) -> Snapshot {
        let stack = state.stack(which)
        // A run that stops fades into nothing; what it showed is the outgoing stack.
        let isEmpty = which == .programme && state.run.isFadedOut
        return Snapshot(
            version: StateVersion(coordinatorEpoch: epoch, number: state.version), stack: which,
            effectiveIndex: effectiveIndex, background: Self.color(stack.background),
            workingFormat: workingFormat,
            layers: isEmpty ? [] : stack.layers.map { layer($0, state, catalogue) },
            outgoing: outgoing(state, which, catalogue, effectiveIndex), resetScope: reset)
    }

    private func outgoing(
        _ state: RuntimeState, _ which: Stack, _ catalogue: ShaderCatalogue, _ index: Int64
    ) -> OutgoingStack? {
        guard which == .programme, let outgoing = state.outgoing,
            index < outgoing.startIndex + outgoing.lengthFrames
        else { return nil }
        let shader = outgoing.shader.flatMap { catalogue[$0] }
        let settings = (shader?.parameters ?? []).compactMap { rule -> ParameterSetting? in
            guard rule.name != "progress", rule.type != .event else { return nil }
            return (outgoing.values?[rule.name] ?? rule.defaultValue).map {
                ParameterSetting(name: rule.name, value: $0.wire)
            }
        }
        return OutgoingStack(
            kind: outgoing.kind, startIndex: outgoing.startIndex,
            lengthFrames: UInt32(clamping: outgoing.lengthFrames),
            background: Self.color(outgoing.stack.background),
            layers: outgoing.stack.layers.map { layer($0, state, catalogue) },
            shaderId: outgoing.shader ?? "", shaderPath: shader?.path ?? "",
            shaderGeneration: shader?.generation ?? 0, values: settings)
    }

    private func layer(
        _ layer: Layer, _ state: RuntimeState, _ catalogue: ShaderCatalogue
    ) -> SnapshotLayer {
        let shader = catalogue[layer.shader]
        return SnapshotLayer(
            id: layer.id, name: layer.name, shaderId: layer.shader,
            shaderPath: shader?.path ?? "", shaderGeneration: shader?.generation ?? 0,
            bypassed: layer.bypassed, opacity: layer.opacity, blendMode: layer.blendMode,
            originIndex: layer.originIndex, historyGeneration: layer.historyGeneration,
            bindings: bindings(layer, shader), values: values(layer, shader),
            overlay: overlay(layer, state))
    }

    private func bindings(_ layer: Layer, _ shader: ShaderRules?) -> [InputBinding] {
        let inputs = shader?.imageInputs ?? layer.bindings.keys.sorted()
        // What is not bound takes what the shader's role says, which the renderer knows.
        return inputs.compactMap { input in
            layer.bindings[input].map { InputBinding(parameter: input, source: $0.wire) }
        }
    }

    private func values(_ layer: Layer, _ shader: ShaderRules?) -> [ParameterSetting] {
        guard let shader else {
            // The file is away: the renderer keeps its last program, so it gets what was set.
            return layer.values.sorted { $0.key < $1.key }.map {
                ParameterSetting(name: $0.key, value: $0.value.wire)
            }
        }
        return shader.parameters.compactMap { rule in
            if rule.type == .event {
                let count = layer.triggerCounts[rule.name] ?? 0
                return ParameterSetting(
                    name: rule.name, value: ParameterValue(kind: .event(count)))
            }
            return layer.committedValue(rule, settings).map {
                ParameterSetting(name: rule.name, value: $0.wire)
            }
        }
    }

    private func overlay(_ layer: Layer, _ state: RuntimeState) -> [OverlayValue] {
        state.overlay.entries.filter { $0.key.layer == layer.id }
            .sorted { $0.key < $1.key }.map { $0.value.wire($0.key.parameter) }
    }

    static func color(_ components: [Double]) -> Color {
        guard components.count == 4 else { return Color(alpha: 1) }
        return Color(
            red: components[0], green: components[1], blue: components[2], alpha: components[3])
    }
}

extension BindingSource {
    /// The source as it travels.
    var wire: InputBinding.Source {
        switch self {
        case .below: .below(PictureBelow())
        case .input(let number): .input(number)
        case .layer(let id): .layer(id)
        case .image(let path, let generation):
            .image(ImageRef(path: path, generation: generation))
        case .nothing: .nothing(NoPicture())
        }
    }
}
