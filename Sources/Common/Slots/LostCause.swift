/// Why a device slot was lost: nothing scheduled for it was displayed on time.
public enum LostCause: UInt32, Sendable, Hashable, Codable, CaseIterable, CustomStringConvertible {
    /// Not lost.
    case none = 0
    /// Ours: outputd ran and scheduled nothing for it.
    case notScheduled = 1
    /// Ours: scheduled after its deadline.
    case scheduledLate = 2
    /// Ours: outputd was down.
    case outputDown = 3
    /// The device displayed it late although it was scheduled in time.
    case deviceLate = 4
    /// The device dropped it.
    case deviceDropped = 5
    /// The device flushed it while running.
    case deviceFlushed = 6
    /// The device was away: unplugged, or its process was down.
    case deviceGone = 7

    /// True where the fault is ours, not the device's.
    public var isOurs: Bool {
        switch self {
        case .notScheduled, .scheduledLate, .outputDown: true
        case .none, .deviceLate, .deviceDropped, .deviceFlushed, .deviceGone: false
        }
    }

    /// The name in metrics and records, such as "not_scheduled".
    public var description: String {
        switch self {
        case .none: "none"
        case .notScheduled: "not_scheduled"
        case .scheduledLate: "scheduled_late"
        case .outputDown: "output_down"
        case .deviceLate: "device_late"
        case .deviceDropped: "device_dropped"
        case .deviceFlushed: "device_flushed"
        case .deviceGone: "device_gone"
        }
    }

    /// The cause of that name, or nil.
    public init?(_ text: String) {
        guard let cause = Self.allCases.first(where: { $0.description == text }) else { return nil }
        self = cause
    }
}
