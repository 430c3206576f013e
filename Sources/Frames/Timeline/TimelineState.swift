public import Common

/// One published state of the output clock. outputd publishes a new one at least once a slot.
public struct TimelineState: Sendable, Equatable {
    /// The picture format of the output; its `rate` is the channel's.
    public var video: VideoFormat
    /// The sound of the output.
    public var audio: AudioFormat
    /// New with each start of outputd; random, never 0.
    public var processEpoch: UInt64
    /// New when rate, format or continuity changes; never 0.
    public var timelineEpoch: UInt64
    /// The measured point from which slots are computed.
    public var anchor: TimelineAnchor
    /// The next index outputd will schedule.
    public var nextIndex: FrameIndex
    /// The latest instant at which `nextIndex` can still be taken from a ring.
    public var nextDeadline: MonotonicInstant
    /// The newest slot the device has answered for; nil before the first.
    public var lastCompletedIndex: FrameIndex?
    /// Where the device is in its life.
    public var deviceState: DeviceState
    /// When this state was published.
    public var heartbeat: MonotonicInstant
    /// When this outputd process began to play.
    public var startedAt: MonotonicInstant
    /// The source on air, as last scheduled.
    public var rung: SlotSource
    /// The source forced by an operator; nil in automatic.
    public var forced: SlotSource?
    /// Slots the device is kept ahead by.
    public var scheduledDepth: Int
    /// Frames the renderer is asked to keep ready beyond `nextIndex`.
    public var readyTarget: Int
    /// Counts since the timeline began, over restarts of outputd.
    public var totals: SlotTotals

    /// Makes a state; see the properties.
    public init(
        video: VideoFormat, audio: AudioFormat, processEpoch: UInt64, timelineEpoch: UInt64,
        anchor: TimelineAnchor, nextIndex: FrameIndex, nextDeadline: MonotonicInstant,
        heartbeat: MonotonicInstant, startedAt: MonotonicInstant,
        deviceState: DeviceState = .discovering, rung: SlotSource = .slate,
        forced: SlotSource? = nil, lastCompletedIndex: FrameIndex? = nil, scheduledDepth: Int = 4,
        readyTarget: Int = 2, totals: SlotTotals = SlotTotals()
    ) {
        self.video = video
        self.audio = audio
        self.processEpoch = processEpoch
        self.timelineEpoch = timelineEpoch
        self.anchor = anchor
        self.nextIndex = nextIndex
        self.nextDeadline = nextDeadline
        self.lastCompletedIndex = lastCompletedIndex
        self.deviceState = deviceState
        self.heartbeat = heartbeat
        self.startedAt = startedAt
        self.rung = rung
        self.forced = forced
        self.scheduledDepth = scheduledDepth
        self.readyTarget = readyTarget
        self.totals = totals
    }

    /// The channel's frame rate.
    public var rate: FrameRate { video.rate }

    /// The slot displayed at `now`, extrapolated from the anchor: true also while outputd is down.
    public func indexNow(at now: MonotonicInstant) -> FrameIndex { anchor.index(at: now) }

    /// When slot `index` begins, extrapolated from the anchor.
    public func instant(of index: FrameIndex) -> MonotonicInstant { anchor.instant(of: index) }

    /// The deadline for taking `index` from a ring: one slot later than `nextDeadline` for each
    /// index after `nextIndex`.
    public func deadline(of index: FrameIndex) -> MonotonicInstant {
        nextDeadline + (anchor.instant(of: index) - anchor.instant(of: nextIndex))
    }
}
