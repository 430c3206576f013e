// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// What the run wants on air. The panic control goes before it, the ladder comes after it.
public enum RunOutput: WireEnum {
    /// Programme, by the ladder.
    case programme
    /// The idle source: slate, or transparent for key and fill.
    case idle
    /// The last picture, without sound.
    case hold
    /// The last rung of the role: black, or transparent.
    case safe
    /// A value this build does not know; kept as it came.
    case unrecognised(Int32)

    /// All values this build knows.
    public static let allCases: [RunOutput] = [
        .programme,
        .idle,
        .hold,
        .safe,
    ]

    /// The value for a number on the wire.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .programme
        case 1: self = .idle
        case 2: self = .hold
        case 3: self = .safe
        default: self = .unrecognised(rawValue)
        }
    }

    /// The number on the wire.
    public var rawValue: Int32 {
        switch self {
        case .programme: 0
        case .idle: 1
        case .hold: 2
        case .safe: 3
        case .unrecognised(let number): number
        }
    }

    /// The name in JSON and logs.
    public var name: String {
        switch self {
        case .programme: "programme"
        case .idle: "idle"
        case .hold: "hold"
        case .safe: "safe"
        case .unrecognised(let number): "\(number)"
        }
    }

    init(raising raw: Holdover__RunOutput) {
        self.init(rawValue: Int32(truncatingIfNeeded: raw.rawValue))
    }

    var lowered: Holdover__RunOutput {
        Holdover__RunOutput(rawValue: UInt32(bitPattern: rawValue))
    }
}
