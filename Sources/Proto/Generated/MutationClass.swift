// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Which of the four classes a mutation was.
public enum MutationClass: WireEnum {
    /// Triggers a flow, edits nothing.
    case coordinationOnly
    /// Survives everything.
    case durable
    /// True until changed again.
    case liveCommitted
    /// Affects output, is not stored truth.
    case transientOverlay
    /// A value this build does not know; kept as it came.
    case unrecognised(Int32)

    /// All values this build knows.
    public static let allCases: [MutationClass] = [
        .coordinationOnly,
        .durable,
        .liveCommitted,
        .transientOverlay,
    ]

    /// The value for a number on the wire.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .coordinationOnly
        case 1: self = .durable
        case 2: self = .liveCommitted
        case 3: self = .transientOverlay
        default: self = .unrecognised(rawValue)
        }
    }

    /// The number on the wire.
    public var rawValue: Int32 {
        switch self {
        case .coordinationOnly: 0
        case .durable: 1
        case .liveCommitted: 2
        case .transientOverlay: 3
        case .unrecognised(let number): number
        }
    }

    /// The name in JSON and logs.
    public var name: String {
        switch self {
        case .coordinationOnly: "coordination_only"
        case .durable: "durable"
        case .liveCommitted: "live_committed"
        case .transientOverlay: "transient_overlay"
        case .unrecognised(let number): "\(number)"
        }
    }

    init(raising raw: Holdover__MutationClass) {
        self.init(rawValue: Int32(truncatingIfNeeded: raw.rawValue))
    }

    var lowered: Holdover__MutationClass {
        Holdover__MutationClass(rawValue: UInt32(bitPattern: rawValue))
    }
}
