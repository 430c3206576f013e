public import Proto

/// A parameter's value as the coordinator holds it: typed, finite and inside its rule's range.
public enum LayerValue: Equatable, Hashable, Sendable, Codable {
    /// A switch.
    case bool(Bool)
    /// A choice or count; the value itself, not an index into a list of choices.
    case long(Int64)
    /// A number in the rule's own unit.
    case float(Double)
    /// A point in the rule's own unit, usually normalised.
    case point(x: Double, y: Double)
    /// Straight (not premultiplied) red, green, blue, alpha.
    case color(red: Double, green: Double, blue: Double, alpha: Double)
    /// Text drawn by a text input.
    case text(String)

    /// The components of a value that can be smoothed, or nil for one that can only jump.
    public var components: [Double]? {
        switch self {
        case .float(let value): [value]
        case .point(let x, let y): [x, y]
        case .color(let red, let green, let blue, let alpha): [red, green, blue, alpha]
        case .bool, .long, .text: nil
        }
    }

    /// The same kind of value with other components; nil when the count does not fit.
    public func replacing(components: [Double]) -> LayerValue? {
        switch (self, components.count) {
        case (.float, 1): .float(components[0])
        case (.point, 2): .point(x: components[0], y: components[1])
        case (.color, 4):
            .color(
                red: components[0], green: components[1], blue: components[2],
                alpha: components[3])
        default: nil
        }
    }

    /// The value as it travels.
    public var wire: ParameterValue {
        switch self {
        case .bool(let value): ParameterValue(kind: .bool(value))
        case .long(let value): ParameterValue(kind: .long(value))
        case .float(let value): ParameterValue(kind: .float(value))
        case .point(let x, let y): ParameterValue(kind: .point2D(Point2D(x: x, y: y)))
        case .color(let red, let green, let blue, let alpha):
            ParameterValue(
                kind: .color(Color(red: red, green: green, blue: blue, alpha: alpha)))
        case .text(let value): ParameterValue(kind: .text(value))
        }
    }
}
