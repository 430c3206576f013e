internal import Proto

/// What of a layer itself, beside its shader's parameters, can be automated. The names cannot be
/// those of a shader's input, which are GLSL identifiers.
enum LayerControl {
    /// The layer's opacity.
    static let opacity = "@opacity"

    static let opacityRule = ParameterRule(
        name: opacity, label: "Opacity", type: .float, defaultValue: .float(1), minimum: [0],
        maximum: [1])
}

extension Layer {
    /// Makes an automated value committed state.
    mutating func commit(_ value: LayerValue, of parameter: String) {
        guard parameter == LayerControl.opacity else {
            values[parameter] = value
            return
        }
        if case .float(let opacity) = value { self.opacity = opacity }
    }
}
