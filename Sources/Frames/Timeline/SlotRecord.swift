public import Common

/// What was aired in one slot of the clock device, and what became of it.
public struct SlotRecord: Sendable, Hashable {
    /// The slot.
    public var index: FrameIndex
    /// The timeline epoch the slot belongs to.
    public var timelineEpoch: UInt64
    /// Where the picture came from.
    public var source: SlotSource
    /// What became of it.
    public var result: SlotResult
    /// Why it was lost, `.none` where it was not.
    public var lostCause: LostCause
    /// The output index of the frame shown: `index` itself for fresh frames, an earlier one for
    /// repeats and holds; nil for stills.
    public var displayedIndex: FrameIndex?
    /// The snapshot the frame was drawn from; 0 where there is none.
    public var snapshotVersion: UInt64
    /// The input index in the frame shown.
    public var inputIndex: FrameIndex?
    /// The media's own frame number in the frame shown.
    public var inputFrameNumber: Int64?
    /// When the slot was given to the device.
    public var scheduledAt: MonotonicInstant
    /// When the device answered; nil while pending.
    public var completedAt: MonotonicInstant?
    /// Marks on the slot.
    public var flags: SlotFlags

    /// A record as written when a slot is scheduled: pending, not lost.
    public init(
        index: FrameIndex, timelineEpoch: UInt64, source: SlotSource,
        displayedIndex: FrameIndex? = nil, snapshotVersion: UInt64 = 0,
        inputIndex: FrameIndex? = nil, inputFrameNumber: Int64? = nil,
        scheduledAt: MonotonicInstant, flags: SlotFlags = [], result: SlotResult = .pending,
        lostCause: LostCause = .none, completedAt: MonotonicInstant? = nil
    ) {
        self.index = index
        self.timelineEpoch = timelineEpoch
        self.source = source
        self.result = result
        self.lostCause = lostCause
        self.displayedIndex = displayedIndex
        self.snapshotVersion = snapshotVersion
        self.inputIndex = inputIndex
        self.inputFrameNumber = inputFrameNumber
        self.scheduledAt = scheduledAt
        self.completedAt = completedAt
        self.flags = flags
    }
}
