/// The width or height of a pass target: arithmetic over `$WIDTH`, `$HEIGHT` and inputs.
///
/// Grammar, from loose to tight: `||`, `&&`, comparisons (`== != < <= > >=`), `+ -`, `* / %`, signs and
/// `!`, `**`; numbers, `$NAME`, `pi`, `e`, parentheses and functions. Truth is 1, anything but 0 is
/// true. Functions: abs, acos, asin, atan, atan2, ceil, clamp, cos, exp, floor, fract, if, ln, log,
/// log2, max, min, mod, pow, round, sign, sin, sqrt, sum, tan, trunc. Checked when parsed, evaluated
/// once a frame.
public struct SizeExpression: Sendable, Equatable {
    /// The expression as the author wrote it.
    public let text: String
    let root: SizeExpressionNode

    /// Parses `text`; nil where it is no expression of the grammar.
    public init?(_ text: String) {
        var parser = SizeExpressionParser(text)
        guard let node = parser.parse() else { return nil }
        self.text = text
        root = node
    }

    /// A constant size.
    public init(_ number: Double) {
        text = "\(number)"
        root = .number(number)
    }

    /// Names after a `$`, such as `WIDTH` or an input's name.
    public var variables: [String] { root.variables }

    /// What the arithmetic gives, which may be no number.
    public func value(_ lookup: (String) -> Double) -> Double { root.evaluate(lookup) }

    /// The size in pixels: rounded down and clamped to 1 … `sizeMax`; 1 where the arithmetic has
    /// no finite answer. `lookup` gives the value of a name without its `$`.
    public func evaluate(sizeMax: Int, lookup: (String) -> Double) -> Int {
        let value = root.evaluate(lookup).rounded(.down)
        guard !value.isNaN else { return 1 }
        return Int(min(max(value, 1), Double(sizeMax)))
    }
}

indirect enum SizeExpressionNode: Sendable, Equatable {
    case number(Double)
    case variable(String)
    case call(SizeFunction, [SizeExpressionNode])

    var variables: [String] {
        switch self {
        case .number: []
        case .variable(let name): [name]
        case .call(_, let arguments): arguments.flatMap(\.variables)
        }
    }

    func evaluate(_ lookup: (String) -> Double) -> Double {
        switch self {
        case .number(let value): return value
        case .variable(let name): return lookup(name)
        case .call(let function, let arguments):
            // No array: sizes are evaluated on the render thread, which allocates nothing.
            var values = SIMD8<Double>()
            for (position, argument) in arguments.prefix(8).enumerated() {
                values[position] = argument.evaluate(lookup)
            }
            return function.apply(values, count: arguments.count)
        }
    }
}
