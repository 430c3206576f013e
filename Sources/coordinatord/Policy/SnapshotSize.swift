internal import Proto

/// An upper bound of a snapshot's encoded size, so that a mutation that would make it too large is
/// refused before anything is published.
enum SnapshotSize {
    static func bytes(_ state: RuntimeState, _ which: Stack, _ catalogue: ShaderCatalogue) -> Int {
        var sum = 256 + bytes(state.stack(which).layers, catalogue)
        if which == .programme, let outgoing = state.outgoing {
            sum += bytes(outgoing.stack.layers, catalogue)
            let rules = outgoing.shader.flatMap { catalogue[$0]?.parameters } ?? []
            sum += rules.reduce(512) { sum, rule in
                let value = outgoing.values?[rule.name] ?? rule.defaultValue
                return sum + 16 + rule.name.utf8.count + (value.map { bytes($0) } ?? 12)
            }
        }
        for (key, entry) in state.overlay.entries {
            sum += 48 + key.parameter.utf8.count + bytes(entry.from) + bytes(entry.target)
        }
        return sum
    }

    private static func bytes(_ layers: [Layer], _ catalogue: ShaderCatalogue) -> Int {
        layers.reduce(0) { sum, layer in
            let shader = catalogue[layer.shader]
            let rules = shader?.parameters ?? []
            let values = rules.reduce(0) { $0 + bytes($1, layer) }
            let bindings = layer.bindings.reduce(0) { sum, binding in
                if case .image(let path, _) = binding.value {
                    return sum + 48 + binding.key.utf8.count + path.utf8.count
                }
                return sum + 96 + binding.key.utf8.count
            }
            return sum + 128 + layer.name.utf8.count + layer.shader.utf8.count
                + (shader?.path.utf8.count ?? 0) + values + bindings
        }
    }

    /// Only a text's size depends on its value: setting anything else cannot make a stack too large.
    private static func bytes(_ rule: ParameterRule, _ layer: Layer) -> Int {
        let name = 16 + rule.name.utf8.count
        guard rule.type == .text else { return name + 48 }
        return name + ((layer.values[rule.name] ?? rule.defaultValue).map { bytes($0) } ?? 12)
    }

    private static func bytes(_ value: LayerValue) -> Int {
        switch value {
        case .text(let text): text.utf8.count + 8
        case .color: 48
        case .bool, .long, .float, .point: 24
        }
    }
}
