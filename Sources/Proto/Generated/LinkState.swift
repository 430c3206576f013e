// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// How the link to another process, device or input stands.
public enum LinkState: WireEnum {
    /// Never seen.
    case unknown
    /// Starting.
    case connecting
    /// Works.
    case up
    /// Works, not well.
    case degraded
    /// Gone.
    case down
    /// A value this build does not know; kept as it came.
    case unrecognised(Int32)

    /// All values this build knows.
    public static let allCases: [LinkState] = [
        .unknown,
        .connecting,
        .up,
        .degraded,
        .down,
    ]

    /// The value for a number on the wire.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .unknown
        case 1: self = .connecting
        case 2: self = .up
        case 3: self = .degraded
        case 4: self = .down
        default: self = .unrecognised(rawValue)
        }
    }

    /// The number on the wire.
    public var rawValue: Int32 {
        switch self {
        case .unknown: 0
        case .connecting: 1
        case .up: 2
        case .degraded: 3
        case .down: 4
        case .unrecognised(let number): number
        }
    }

    /// The name in JSON and logs.
    public var name: String {
        switch self {
        case .unknown: "unknown"
        case .connecting: "connecting"
        case .up: "up"
        case .degraded: "degraded"
        case .down: "down"
        case .unrecognised(let number): "\(number)"
        }
    }

    init(raising raw: Holdover__LinkState) {
        self.init(rawValue: Int32(truncatingIfNeeded: raw.rawValue))
    }

    var lowered: Holdover__LinkState {
        Holdover__LinkState(rawValue: UInt32(bitPattern: rawValue))
    }
}
