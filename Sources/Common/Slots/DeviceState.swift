/// Where the output device is in its life: discovering → configuring → prerolling → running ⇄
/// degraded → recovering → stopping → stopped, and failed.
public enum DeviceState: UInt32, Sendable, Hashable, Codable, CaseIterable, CustomStringConvertible
{
    case discovering = 0
    case configuring = 1
    case prerolling = 2
    case running = 3
    case degraded = 4
    case recovering = 5
    case stopping = 6
    case stopped = 7
    case failed = 8

    /// The name in status and metrics.
    public var description: String {
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
        }
    }

    /// True while the device takes frames for its slots.
    public var isPlaying: Bool { self == .running || self == .degraded }
}
