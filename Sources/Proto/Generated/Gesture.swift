// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Where in a drag or a turn of a knob a set belongs.
public enum Gesture: WireEnum {
    /// A single set: durable.
    case none
    /// Part of a gesture: committed live.
    case inProgress
    /// The last value of a gesture: durable.
    case ended
    /// A value this build does not know; kept as it came.
    case unrecognised(Int32)

    /// All values this build knows.
    public static let allCases: [Gesture] = [
        .none,
        .inProgress,
        .ended,
    ]

    /// The value for a number on the wire.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .none
        case 1: self = .inProgress
        case 2: self = .ended
        default: self = .unrecognised(rawValue)
        }
    }

    /// The number on the wire.
    public var rawValue: Int32 {
        switch self {
        case .none: 0
        case .inProgress: 1
        case .ended: 2
        case .unrecognised(let number): number
        }
    }

    /// The name in JSON and logs.
    public var name: String {
        switch self {
        case .none: "none"
        case .inProgress: "in_progress"
        case .ended: "ended"
        case .unrecognised(let number): "\(number)"
        }
    }

    init(raising raw: Holdover__Gesture) {
        self.init(rawValue: Int32(truncatingIfNeeded: raw.rawValue))
    }

    var lowered: Holdover__Gesture {
        Holdover__Gesture(rawValue: UInt32(bitPattern: rawValue))
    }
}
