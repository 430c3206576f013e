public import Common

/// The final word on one slot, or on a run of slots for which nothing was scheduled.
public struct SlotSettlement: Sendable, Hashable {
    /// The first slot.
    public let index: FrameIndex
    /// How many slots in a row share this fate; more than one only where nothing was scheduled.
    public let count: Int
    /// What was scheduled; `repeat` where nothing was, since a device then shows its last frame.
    public let source: SlotSource
    public let result: SlotResult
    public let cause: LostCause
    /// Whether anything had been scheduled for it.
    public let wasScheduled: Bool
    /// When the device answered, or when the loss was found.
    public let at: MonotonicInstant

    /// Whether the slots count as lost.
    public var isLost: Bool { cause != .none }
}
