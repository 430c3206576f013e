/// What became of an output slot. Exactly one is recorded for every slot in the end.
public enum SlotResult: UInt32, Sendable, Hashable, Codable, CaseIterable, CustomStringConvertible {
    /// Scheduled; the device has not answered yet.
    case pending = 0
    /// Displayed on time.
    case completed = 1
    /// Displayed after its time.
    case late = 2
    /// Never displayed.
    case dropped = 3
    /// Thrown out of the device's queue.
    case flushed = 4

    /// The name in metrics and records.
    public var description: String {
        switch self {
        case .pending: "pending"
        case .completed: "completed"
        case .late: "late"
        case .dropped: "dropped"
        case .flushed: "flushed"
        }
    }

    /// The result of that name, or nil.
    public init?(_ text: String) {
        guard let result = Self.allCases.first(where: { $0.description == text }) else {
            return nil
        }
        self = result
    }
}
