// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Why a run changed state or ended. Operator, timeout and fault are never mixed.
public enum RunCause: WireEnum {
    /// Nothing special.
    case none
    /// Somebody asked.
    case `operator`
    /// A deadline passed.
    case timeout
    /// Something failed.
    case fault
    /// The rundown came to its end.
    case rundown
    /// Taken to air by itself after a start.
    case autostart
    /// Resumed from the store.
    case hydration
    /// A value this build does not know; kept as it came.
    case unrecognised(Int32)

    /// All values this build knows.
    public static let allCases: [RunCause] = [
        .none,
        .`operator`,
        .timeout,
        .fault,
        .rundown,
        .autostart,
        .hydration,
    ]

    /// The value for a number on the wire.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .none
        case 1: self = .`operator`
        case 2: self = .timeout
        case 3: self = .fault
        case 4: self = .rundown
        case 5: self = .autostart
        case 6: self = .hydration
        default: self = .unrecognised(rawValue)
        }
    }

    /// The number on the wire.
    public var rawValue: Int32 {
        switch self {
        case .none: 0
        case .`operator`: 1
        case .timeout: 2
        case .fault: 3
        case .rundown: 4
        case .autostart: 5
        case .hydration: 6
        case .unrecognised(let number): number
        }
    }

    /// The name in JSON and logs.
    public var name: String {
        switch self {
        case .none: "none"
        case .`operator`: "operator"
        case .timeout: "timeout"
        case .fault: "fault"
        case .rundown: "rundown"
        case .autostart: "autostart"
        case .hydration: "hydration"
        case .unrecognised(let number): "\(number)"
        }
    }

    init(raising raw: Holdover__RunCause) {
        self.init(rawValue: Int32(truncatingIfNeeded: raw.rawValue))
    }

    var lowered: Holdover__RunCause {
        Holdover__RunCause(rawValue: UInt32(bitPattern: rawValue))
    }
}
