/// A value of a settable ISF input.
public enum ISFValue: Sendable, Equatable {
    /// A number.
    case float(Double)
    /// A switch.
    case bool(Bool)
    /// A whole number.
    case long(Int)
    /// A pair of numbers.
    case point2D(x: Double, y: Double)
    /// Straight (not premultiplied) red, green, blue, alpha.
    case color(red: Double, green: Double, blue: Double, alpha: Double)

    /// The type this value belongs to.
    public var type: ISFInputType {
        switch self {
        case .float: .float
        case .bool: .bool
        case .long: .long
        case .point2D: .point2D
        case .color: .color
        }
    }

    /// The value as a list of one, two or four numbers (a switch is 0 or 1).
    public var components: [Double] {
        switch self {
        case .float(let number): [number]
        case .bool(let on): [on ? 1 : 0]
        case .long(let number): [Double(number)]
        case .point2D(let x, let y): [x, y]
        case .color(let red, let green, let blue, let alpha): [red, green, blue, alpha]
        }
    }

    /// The value of `type` made from a list of numbers, or nil where the count does not fit, a
    /// number is not finite, or the type holds no value. A whole number is rounded to nearest.
    public init?(type: ISFInputType, components: [Double]) {
        guard components.allSatisfy(\.isFinite) else { return nil }
        switch (type, components.count) {
        case (.float, 1): self = .float(components[0])
        case (.bool, 1): self = .bool(components[0] > 0)
        case (.long, 1):
            guard abs(components[0]) <= Double(Int32.max) else { return nil }
            self = .long(Int(components[0].rounded()))
        case (.point2D, 2): self = .point2D(x: components[0], y: components[1])
        case (.color, 4):
            self = .color(
                red: components[0], green: components[1], blue: components[2],
                alpha: components[3])
        case (.color, 3):
            self = .color(
                red: components[0], green: components[1], blue: components[2], alpha: 1)
        default: return nil
        }
    }
}
