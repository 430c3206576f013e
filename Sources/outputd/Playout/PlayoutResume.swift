public import Common

/// What a predecessor left behind, as read from the timeline page at start.
public struct PlayoutResume: Sendable {
    /// The slot after the last one it scheduled.
    public let expected: FrameIndex
    /// Its slots without an answer, oldest first, with what it had scheduled; at most 32.
    public let pending: [(index: FrameIndex, source: SlotSource)]
    /// What was on air last.
    public let rung: SlotSource
    /// Newest slot that showed programme, if known.
    public let lastFresh: FrameIndex?
    /// Its totals.
    public let totals: SlotTotals

    /// Bundles what was read.
    public init(
        expected: FrameIndex, pending: [(index: FrameIndex, source: SlotSource)],
        rung: SlotSource, lastFresh: FrameIndex?, totals: SlotTotals
    ) {
        self.expected = expected
        self.pending = pending
        self.rung = rung
        self.lastFresh = lastFresh
        self.totals = totals
    }
}
