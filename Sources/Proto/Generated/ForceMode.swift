// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// What the panic control asks for.
public enum ForceMode: WireEnum {
    /// The ladder decides.
    case auto
    /// Hold the last frame.
    case hold
    /// Clean input.
    case passthrough
    /// Slate.
    case slate
    /// Black.
    case black
    /// Fill 0, key 0.
    case transparent
    /// A value this build does not know; kept as it came.
    case unrecognised(Int32)

    /// All values this build knows.
    public static let allCases: [ForceMode] = [
        .auto,
        .hold,
        .passthrough,
        .slate,
        .black,
        .transparent,
    ]

    /// The value for a number on the wire.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .auto
        case 1: self = .hold
        case 2: self = .passthrough
        case 3: self = .slate
        case 4: self = .black
        case 5: self = .transparent
        default: self = .unrecognised(rawValue)
        }
    }

    /// The number on the wire.
    public var rawValue: Int32 {
        switch self {
        case .auto: 0
        case .hold: 1
        case .passthrough: 2
        case .slate: 3
        case .black: 4
        case .transparent: 5
        case .unrecognised(let number): number
        }
    }

    /// The name in JSON and logs.
    public var name: String {
        switch self {
        case .auto: "auto"
        case .hold: "hold"
        case .passthrough: "passthrough"
        case .slate: "slate"
        case .black: "black"
        case .transparent: "transparent"
        case .unrecognised(let number): "\(number)"
        }
    }

    init(raising raw: Holdover__ForceMode) {
        self.init(rawValue: Int32(truncatingIfNeeded: raw.rawValue))
    }

    var lowered: Holdover__ForceMode {
        Holdover__ForceMode(rawValue: UInt32(bitPattern: rawValue))
    }
}
