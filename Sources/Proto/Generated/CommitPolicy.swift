// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// When automation of a parameter becomes committed state.
public enum CommitPolicy: WireEnum {
    /// Committed to live state once the route has been quiet.
    case live
    /// Stays overlay until cleared.
    case never
    /// Committed durably once the route has been quiet.
    case durable
    /// A value this build does not know; kept as it came.
    case unrecognised(Int32)

    /// All values this build knows.
    public static let allCases: [CommitPolicy] = [
        .live,
        .never,
        .durable,
    ]

    /// The value for a number on the wire.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .live
        case 1: self = .never
        case 2: self = .durable
        default: self = .unrecognised(rawValue)
        }
    }

    /// The number on the wire.
    public var rawValue: Int32 {
        switch self {
        case .live: 0
        case .never: 1
        case .durable: 2
        case .unrecognised(let number): number
        }
    }

    /// The name in JSON and logs.
    public var name: String {
        switch self {
        case .live: "live"
        case .never: "never"
        case .durable: "durable"
        case .unrecognised(let number): "\(number)"
        }
    }

    init(raising raw: Holdover__CommitPolicy) {
        self.init(rawValue: Int32(truncatingIfNeeded: raw.rawValue))
    }

    var lowered: Holdover__CommitPolicy {
        Holdover__CommitPolicy(rawValue: UInt32(bitPattern: rawValue))
    }
}
