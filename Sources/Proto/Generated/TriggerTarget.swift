// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Where a trigger's effect lives.
public enum TriggerTarget: WireEnum {
    /// Transient only.
    case overlay
    /// Committed state only.
    case committed
    /// Both.
    case both
    /// A value this build does not know; kept as it came.
    case unrecognised(Int32)

    /// All values this build knows.
    public static let allCases: [TriggerTarget] = [
        .overlay,
        .committed,
        .both,
    ]

    /// The value for a number on the wire.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .overlay
        case 1: self = .committed
        case 2: self = .both
        default: self = .unrecognised(rawValue)
        }
    }

    /// The number on the wire.
    public var rawValue: Int32 {
        switch self {
        case .overlay: 0
        case .committed: 1
        case .both: 2
        case .unrecognised(let number): number
        }
    }

    /// The name in JSON and logs.
    public var name: String {
        switch self {
        case .overlay: "overlay"
        case .committed: "committed"
        case .both: "both"
        case .unrecognised(let number): "\(number)"
        }
    }

    init(raising raw: Holdover__TriggerTarget) {
        self.init(rawValue: Int32(truncatingIfNeeded: raw.rawValue))
    }

    var lowered: Holdover__TriggerTarget {
        Holdover__TriggerTarget(rawValue: UInt32(bitPattern: rawValue))
    }
}
