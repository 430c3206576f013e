// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Where a device is in its lifecycle.
public enum BackendState: WireEnum {
    /// Looking for it.
    case discovering
    /// Setting its format.
    case configuring
    /// Filling its queue.
    case prerolling
    /// Playing.
    case running
    /// Playing, not well.
    case degraded
    /// Gone; being fetched back.
    case recovering
    /// On the way down.
    case stopping
    /// Down on purpose.
    case stopped
    /// Down for good.
    case failed
    /// A value this build does not know; kept as it came.
    case unrecognised(Int32)

    /// All values this build knows.
    public static let allCases: [BackendState] = [
        .discovering,
        .configuring,
        .prerolling,
        .running,
        .degraded,
        .recovering,
        .stopping,
        .stopped,
        .failed,
    ]

    /// The value for a number on the wire.
    public init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .discovering
        case 1: self = .configuring
        case 2: self = .prerolling
        case 3: self = .running
        case 4: self = .degraded
        case 5: self = .recovering
        case 6: self = .stopping
        case 7: self = .stopped
        case 8: self = .failed
        default: self = .unrecognised(rawValue)
        }
    }

    /// The number on the wire.
    public var rawValue: Int32 {
        switch self {
        case .discovering: 0
        case .configuring: 1
        case .prerolling: 2
        case .running: 3
        case .degraded: 4
        case .recovering: 5
        case .stopping: 6
        case .stopped: 7
        case .failed: 8
        case .unrecognised(let number): number
        }
    }

    /// The name in JSON and logs.
    public var name: String {
        switch self {
        case .discovering: "discovering"
        case .configuring: "configuring"
        case .prerolling: "prerolling"
        case .running: "running"
        case .degraded: "degraded"
        case .recovering: "recovering"
        case .stopping: "stopping"
        case .stopped: "stopped"
        case .failed: "failed"
        case .unrecognised(let number): "\(number)"
        }
    }

    init(raising raw: Holdover__BackendState) {
        self.init(rawValue: Int32(truncatingIfNeeded: raw.rawValue))
    }

    var lowered: Holdover__BackendState {
        Holdover__BackendState(rawValue: UInt32(bitPattern: rawValue))
    }
}
