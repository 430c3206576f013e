public import Common

/// What one tick of the card showed. One is kept for each tick, whether anybody is attached or not.
public struct TickRecord: Sendable, Equatable {
    /// Ticks since the card began, from 0, without gaps.
    public var tick: Int64
    /// The exact instant by the card's clock, CLOCK_MONOTONIC ns.
    public var instantNanoseconds: Int64
    /// The slot this tick is; nil while no playout has started.
    public var index: Int64?
    /// Where the slot's picture came from; nil when nothing was scheduled.
    public var source: SlotSource?
    /// Result answered for this tick's own slot so far; nil when nothing was scheduled. A slot made
    /// late shows as `late` here.
    public var result: CardResult?
    /// The picture of an earlier tick is still on show.
    public var isHeld: Bool
    /// Output index of the picture shown; nil for stills, and before the first.
    public var displayedIndex: Int64?
    /// Input index in the picture shown.
    public var inputIndex: Int64?
    /// Media frame number in the picture shown.
    public var inputFrameNumber: Int64?
    /// Snapshot the picture was drawn from; 0 where there is none.
    public var snapshotVersion: UInt64
    /// Its place in the recording, from 0; nil when it is not recorded.
    public var recordedFrame: Int64?
    /// Samples (of each channel) the slot brought; 0 where silence was put in.
    public var audioSampleCount: Int
}
