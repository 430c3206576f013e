/// The width or height of a pass target: arithmetic over `$WIDTH`, `$HEIGHT` and inputs.
///
/// Grammar: numbers, `$NAME`, `+ - * / %`, parentheses and the functions floor, ceil, abs, sqrt,
/// sin, cos, min, max, pow and mod. Checked when parsed, evaluated once a frame.
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
    case call(String, [SizeExpressionNode])

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
        case .call(let name, let arguments):
            let a = arguments.first?.evaluate(lookup) ?? .nan
            guard arguments.count > 1 else { return Self.unary(name, a) }
            return Self.binary(name, a, arguments[1].evaluate(lookup))
        }
    }

    static let unaryNames: Set<String> = ["-", "floor", "ceil", "abs", "sqrt", "sin", "cos"]
    static let binaryNames: Set<String> = ["min", "max", "pow", "mod"]

    private static func unary(_ name: String, _ a: Double) -> Double {
        switch name {
        case "-": -a
        case "floor": a.rounded(.down)
        case "ceil": a.rounded(.up)
        case "abs": abs(a)
        case "sqrt": a.squareRoot()
        case "sin": Trigonometry.sine(a)
        case "cos": Trigonometry.cosine(a)
        default: .nan
        }
    }

    private static func binary(_ name: String, _ a: Double, _ b: Double) -> Double {
        switch name {
        case "+": a + b
        case "-": a - b
        case "*": a * b
        case "/": a / b
        case "%", "mod": b == 0 ? .nan : a - b * (a / b).rounded(.down)
        case "min": min(a, b)
        case "max": max(a, b)
        case "pow": Trigonometry.power(a, b)
        default: .nan
        }
    }
}
