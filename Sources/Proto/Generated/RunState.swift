// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Where the run is.
public enum RunState: WireEnum {
    /// No run.
    case idle
    /// Interlocks are being checked.
    case preparing
    /// May start.
    case ready
    /// On air.
    case running
    /// About to hold.
    case pausing
    /// Output holds.
    case paused
    /// About to go on.
    case resuming
    /// Out-transition and drain.
    case stopping
    /// Ended by the operator.
    case stopped
    /// Ended as planned.
    case completed
    /// Cut.
    case aborted
    /// Something critical is missing; the ladder is on air.
    case faulted
    /// On the way back.
    case recovering
    /// A value this build does not know; kept as it came.
    case unrecognised(Int32)

    /// All values this build knows.
    public static let allCases: [RunState] = [
        .idle,
        .preparing,
        .ready,
        .running,
        .pausing,
        .paused,
        .resuming,
        .stopping,
        .stopped,
        .completed,
        .aborted,
        .faulted,
        .recovering,
    ]

    /// The value for a number on the wire.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .idle
        case 1: self = .preparing
        case 2: self = .ready
        case 3: self = .running
        case 4: self = .pausing
        case 5: self = .paused
        case 6: self = .resuming
        case 7: self = .stopping
        case 8: self = .stopped
        case 9: self = .completed
        case 10: self = .aborted
        case 11: self = .faulted
        case 12: self = .recovering
        default: self = .unrecognised(rawValue)
        }
    }

    /// The number on the wire.
    public var rawValue: Int32 {
        switch self {
        case .idle: 0
        case .preparing: 1
        case .ready: 2
        case .running: 3
        case .pausing: 4
        case .paused: 5
        case .resuming: 6
        case .stopping: 7
        case .stopped: 8
        case .completed: 9
        case .aborted: 10
        case .faulted: 11
        case .recovering: 12
        case .unrecognised(let number): number
        }
    }

    /// The name in JSON and logs.
    public var name: String {
        switch self {
        case .idle: "idle"
        case .preparing: "preparing"
        case .ready: "ready"
        case .running: "running"
        case .pausing: "pausing"
        case .paused: "paused"
        case .resuming: "resuming"
        case .stopping: "stopping"
        case .stopped: "stopped"
        case .completed: "completed"
        case .aborted: "aborted"
        case .faulted: "faulted"
        case .recovering: "recovering"
        case .unrecognised(let number): "\(number)"
        }
    }

    init(raising raw: Holdover__RunState) {
        self.init(rawValue: Int32(truncatingIfNeeded: raw.rawValue))
    }

    var lowered: Holdover__RunState {
        Holdover__RunState(rawValue: UInt32(bitPattern: rawValue))
    }
}
