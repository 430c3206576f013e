// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// How the renderer keeps pixels between layers.
public enum WorkingDepth: WireEnum {
    /// Half float, the default.
    case rgba16f
    /// Eight bits.
    case rgba8
    /// A value this build does not know; kept as it came.
    case unrecognised(Int32)

    /// All values this build knows.
    public static let allCases: [WorkingDepth] = [
        .rgba16f,
        .rgba8,
    ]

    /// The value for a number on the wire.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .rgba16f
        case 1: self = .rgba8
        default: self = .unrecognised(rawValue)
        }
    }

    /// The number on the wire.
    public var rawValue: Int32 {
        switch self {
        case .rgba16f: 0
        case .rgba8: 1
        case .unrecognised(let number): number
        }
    }

    /// The name in JSON and logs.
    public var name: String {
        switch self {
        case .rgba16f: "rgba16f"
        case .rgba8: "rgba8"
        case .unrecognised(let number): "\(number)"
        }
    }

    init(raising raw: Holdover__WorkingDepth) {
        self.init(rawValue: Int32(truncatingIfNeeded: raw.rawValue))
    }

    var lowered: Holdover__WorkingDepth {
        Holdover__WorkingDepth(rawValue: UInt32(bitPattern: rawValue))
    }
}
