import Foundation

/// What a size expression can do with numbers.
enum SizeFunction: String, Sendable, Equatable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case power = "**"
    case or = "||"
    case and = "&&"
    case not = "!"
    case equal = "=="
    case unequal = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case abs, acos, asin, atan, atan2, ceil, clamp, cos, exp, floor, fract, ln, log, log2, max, min
    case mod, pow, round, sign, sin, sqrt, sum, tan, trunc
    case choose = "if"

    /// How many arguments a call by name may have; nil for what is no name.
    var argumentCounts: ClosedRange<Int>? {
        switch self {
        case .abs, .acos, .asin, .atan, .ceil, .cos, .exp, .floor, .fract, .ln, .log, .log2, .round,
            .sign, .sin, .sqrt, .tan, .trunc:
            1...1
        case .atan2, .mod, .pow: 2...2
        case .clamp, .choose: 3...3
        case .max, .min, .sum: 1...8
        default: nil
        }
    }

    /// The answer for the first `count` of `a`; no number where there is none.
    func apply(_ a: SIMD8<Double>, count: Int) -> Double {
        switch self {
        case .add: a[0] + a[1]
        case .subtract: count == 1 ? -a[0] : a[0] - a[1]
        case .multiply: a[0] * a[1]
        case .divide: a[0] / a[1]
        case .power, .pow: Foundation.pow(a[0], a[1])
        case .mod: a[1] == 0 ? .nan : a[0] - a[1] * (a[0] / a[1]).rounded(.down)
        case .max, .min, .sum: fold(a, count)
        case .clamp: Swift.min(Swift.max(a[0], a[1]), a[2])
        case .choose: a[0] != 0 ? a[1] : a[2]
        case .atan2: Foundation.atan2(a[0], a[1])
        case .or, .and, .not, .equal, .unequal, .less, .lessOrEqual, .greater, .greaterOrEqual:
            truth(a[0], a[1]) ? 1 : 0
        default: unary(a[0])
        }
    }

    private func fold(_ a: SIMD8<Double>, _ count: Int) -> Double {
        var result = a[0]
        for position in 1..<Swift.max(count, 1) {
            switch self {
            case .max: result = Swift.max(result, a[position])
            case .min: result = Swift.min(result, a[position])
            default: result += a[position]
            }
        }
        return result
    }

    private func truth(_ a: Double, _ b: Double) -> Bool {
        switch self {
        case .or: a != 0 || b != 0
        case .and: a != 0 && b != 0
        case .not: a == 0
        case .equal: a == b
        case .unequal: a != b
        case .less: a < b
        case .lessOrEqual: a <= b
        case .greater: a > b
        default: a >= b
        }
    }

    private func unary(_ a: Double) -> Double {
        switch self {
        case .abs: Swift.abs(a)
        case .acos: Foundation.acos(a)
        case .asin: Foundation.asin(a)
        case .atan: Foundation.atan(a)
        case .ceil: a.rounded(.up)
        case .cos: Foundation.cos(a)
        case .exp: Foundation.exp(a)
        case .floor: a.rounded(.down)
        case .fract: a - a.rounded(.down)
        case .ln: Foundation.log(a)
        case .log: Foundation.log10(a)
        case .log2: Foundation.log2(a)
        case .round: a.rounded()
        case .sign: a > 0 ? 1 : a < 0 ? -1 : 0
        case .sin: Foundation.sin(a)
        case .sqrt: a.squareRoot()
        case .tan: Foundation.tan(a)
        case .trunc: a.rounded(.towardZero)
        default: .nan
        }
    }
}
