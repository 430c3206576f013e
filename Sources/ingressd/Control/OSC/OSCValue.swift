import Proto

/// OSC arguments as parameter values.
enum OSCValue {
    /// The value for a parameter of a type, nil where the arguments do not fit. A normalised value
    /// is one number from 0 to 1.
    static func parameter(
        _ arguments: [OSCArgument], type: ParameterType, normalised: Bool
    ) -> ParameterValue? {
        if normalised { return number(arguments).map { ParameterValue(kind: .float($0)) } }
        switch type {
        case .float: return number(arguments).map { ParameterValue(kind: .float($0)) }
        case .bool: return truth(arguments).map { ParameterValue(kind: .bool($0)) }
        case .long:
            return number(arguments).flatMap { Int64(exactly: $0.rounded()) }
                .map { ParameterValue(kind: .long($0)) }
        case .point2d:
            guard let numbers = numbers(arguments), numbers.count == 2 else { return nil }
            return ParameterValue(kind: .point2D(Point2D(x: numbers[0], y: numbers[1])))
        case .color: return color(arguments).map { ParameterValue(kind: .color($0)) }
        case .text:
            guard arguments.count == 1 else { return nil }
            switch arguments[0] {
            case .string(let text): return ParameterValue(kind: .text(text))
            case .character(let code):
                return Unicode.Scalar(code).map { ParameterValue(kind: .text(String($0))) }
            default: return arguments[0].number.map { ParameterValue(kind: .text("\($0)")) }
            }
        default: return nil
        }
    }

    /// One finite number.
    static func number(_ arguments: [OSCArgument]) -> Double? {
        guard arguments.count == 1, let number = arguments[0].number, number.isFinite else {
            return nil
        }
        return number
    }

    /// One truth value; numbers count as true from a half on.
    static func truth(_ arguments: [OSCArgument]) -> Bool? { number(arguments).map { $0 >= 0.5 } }

    /// Whether the arguments fire a trigger: none, an impulse, or anything but zero.
    static func fires(_ arguments: [OSCArgument]) -> Bool {
        guard let first = arguments.first else { return true }
        if first == .impulse || first == OSCArgument.none { return true }
        return first.number.map { $0.isFinite && $0 != 0 } ?? false
    }

    private static func numbers(_ arguments: [OSCArgument]) -> [Double]? {
        let numbers = arguments.compactMap(\.number).filter(\.isFinite)
        return numbers.count == arguments.count ? numbers : nil
    }

    private static func color(_ arguments: [OSCArgument]) -> Color? {
        if arguments.count == 1, case .rgba(let red, let green, let blue, let alpha) = arguments[0]
        {
            func part(_ byte: UInt8) -> Double { Double(byte) / 255 }
            return Color(red: part(red), green: part(green), blue: part(blue), alpha: part(alpha))
        }
        guard let numbers = numbers(arguments), (3...4).contains(numbers.count) else { return nil }
        return Color(
            red: numbers[0], green: numbers[1], blue: numbers[2],
            alpha: numbers.count == 4 ? numbers[3] : 1)
    }
}
