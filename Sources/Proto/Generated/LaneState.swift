// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// How a lane stands.
public enum LaneState: WireEnum {
    /// Not drawing yet.
    case starting
    /// Draws what it should; selectable.
    case inStep
    /// Got a change late; not selectable.
    case outOfStep
    /// Fetching persistent targets from the other lane.
    case importing
    /// Misses its deadlines.
    case overloaded
    /// A value this build does not know; kept as it came.
    case unrecognised(Int32)

    /// All values this build knows.
    public static let allCases: [LaneState] = [
        .starting,
        .inStep,
        .outOfStep,
        .importing,
        .overloaded,
    ]

    /// The value for a number on the wire.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .starting
        case 1: self = .inStep
        case 2: self = .outOfStep
        case 3: self = .importing
        case 4: self = .overloaded
        default: self = .unrecognised(rawValue)
        }
    }

    /// The number on the wire.
    public var rawValue: Int32 {
        switch self {
        case .starting: 0
        case .inStep: 1
        case .outOfStep: 2
        case .importing: 3
        case .overloaded: 4
        case .unrecognised(let number): number
        }
    }

    /// The name in JSON and logs.
    public var name: String {
        switch self {
        case .starting: "starting"
        case .inStep: "in_step"
        case .outOfStep: "out_of_step"
        case .importing: "importing"
        case .overloaded: "overloaded"
        case .unrecognised(let number): "\(number)"
        }
    }

    init(raising raw: Holdover__LaneState) {
        self.init(rawValue: Int32(truncatingIfNeeded: raw.rawValue))
    }

    var lowered: Holdover__LaneState {
        Holdover__LaneState(rawValue: UInt32(bitPattern: rawValue))
    }
}
