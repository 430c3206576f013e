// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// What it means for the show when a component fails.
public enum Criticality: WireEnum {
    /// There is no show without it: its loss faults the run.
    case critical
    /// The show goes on, worse: an alarm, and a condition of going on air.
    case degrading
    /// Nobody watching notices: an alarm only.
    case cosmetic
    /// A value this build does not know; kept as it came.
    case unrecognised(Int32)

    /// All values this build knows.
    public static let allCases: [Criticality] = [
        .critical,
        .degrading,
        .cosmetic,
    ]

    /// The value for a number on the wire.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .critical
        case 1: self = .degrading
        case 2: self = .cosmetic
        default: self = .unrecognised(rawValue)
        }
    }

    /// The number on the wire.
    public var rawValue: Int32 {
        switch self {
        case .critical: 0
        case .degrading: 1
        case .cosmetic: 2
        case .unrecognised(let number): number
        }
    }

    /// The name in JSON and logs.
    public var name: String {
        switch self {
        case .critical: "critical"
        case .degrading: "degrading"
        case .cosmetic: "cosmetic"
        case .unrecognised(let number): "\(number)"
        }
    }

    init(raising raw: Holdover__Criticality) {
        self.init(rawValue: Int32(truncatingIfNeeded: raw.rawValue))
    }

    var lowered: Holdover__Criticality {
        Holdover__Criticality(rawValue: UInt32(bitPattern: rawValue))
    }
}
