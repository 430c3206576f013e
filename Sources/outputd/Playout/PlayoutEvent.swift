public import Common

/// What the device says when it takes the channel's format.
public struct DeviceAttachment: Sendable, Hashable {
    /// Whether its ticks already carry our indexes (it outlived the last connection).
    public let isMapped: Bool
    /// Index of its newest tick; meaningful when mapped.
    public let tick: FrameIndex
    /// When that tick was.
    public let tickInstant: MonotonicInstant
    /// Newest index shown on time; nil for none.
    public let shown: FrameIndex?
    /// Bit k: index `shown − k` was shown on time.
    public let shownMask: UInt64
    /// Bit k: index `tick + 1 + k` is queued and will still be answered for.
    public let queuedMask: UInt64

    /// A device that knows nothing of our indexes yet.
    public static let unmapped = DeviceAttachment(
        isMapped: false, tick: FrameIndex(0), tickInstant: MonotonicInstant(nanoseconds: 0),
        shown: nil, shownMask: 0, queuedMask: 0)

    /// Bundles the answer.
    public init(
        isMapped: Bool, tick: FrameIndex, tickInstant: MonotonicInstant, shown: FrameIndex?,
        shownMask: UInt64, queuedMask: UInt64
    ) {
        self.isMapped = isMapped
        self.tick = tick
        self.tickInstant = tickInstant
        self.shown = shown
        self.shownMask = shownMask
        self.queuedMask = queuedMask
    }

    /// Whether `index` is known to have been shown on time.
    func wasShown(_ index: FrameIndex) -> Bool {
        guard isMapped, let shown, index <= shown, shown - index < 64 else { return false }
        return shownMask >> UInt64(shown - index) & 1 == 1
    }

    /// Whether `index` is still queued in the device.
    func isQueued(_ index: FrameIndex) -> Bool {
        guard isMapped, index > tick, index - tick <= 64 else { return false }
        return queuedMask >> UInt64(index - tick - 1) & 1 == 1
    }
}

/// What a device did with one scheduled slot.
public struct DeviceCompletion: Sendable, Hashable {
    public let index: FrameIndex
    /// `completed`, `late`, `dropped` or `flushed`.
    public let result: SlotResult
    /// The device's newest tick: where it really is.
    public let tick: FrameIndex
    /// When that tick was.
    public let tickInstant: MonotonicInstant

    /// Bundles the answer.
    public init(
        index: FrameIndex, result: SlotResult, tick: FrameIndex, tickInstant: MonotonicInstant
    ) {
        self.index = index
        self.result = result
        self.tick = tick
        self.tickInstant = tickInstant
    }
}

/// Everything that can happen to the playout core.
public enum PlayoutEvent: Sendable {
    /// The device was reached and has been given the format.
    case deviceFound
    /// It took the format.
    case attached(DeviceAttachment)
    /// It refused: `unplugged` or `formatRefused`.
    case refused(LifecycleCause)
    /// The connection broke.
    case deviceLost
    /// It answered for a slot.
    case completed(DeviceCompletion)
    /// A tick went by for which it had nothing queued.
    case missed(tick: FrameIndex, at: MonotonicInstant)
    /// Its reference came or went.
    case reference(isLocked: Bool)
    /// Answer to `lookUp`. Final where waiting cannot bring the lane's frame any more.
    case available(FrameIndex, Availability, isFinal: Bool)
    /// Answer to `schedule`: the device has it.
    case scheduled(FrameIndex)
    /// Answer to `schedule`: the source could not be lent after all; another one is chosen.
    case notLent(FrameIndex)
    /// Answer to `schedule`: the device takes nothing just now; tried again shortly.
    case deviceBusy(FrameIndex)
    /// An operator forces a source, or gives the choice back.
    case force(ForceMode)
    /// The run wants something else on air, from this slot on.
    case direct(AirDirective, from: FrameIndex)
    /// An orderly end is wanted.
    case stop
}

/// What the shell is to do next.
public enum PlayoutAction: Sendable {
    /// Write down the fate of a slot. More may follow at once.
    case record(SlotSettlement)
    /// Publish a change of the device's state.
    case transition(LifecycleTransition)
    /// Try to reach the device: answer `deviceFound` or `deviceLost`.
    case connect
    /// Look which sources have this index: answer `available`.
    case lookUp(FrameIndex)
    /// Give the device this slot: answer `scheduled`, `notLent` or `deviceBusy`.
    case schedule(FrameIndex, SlotSource, isForced: Bool)
    /// Tell the device that its next tick shows this index.
    case startDevice(FrameIndex)
    /// Ask the device for an orderly stop.
    case stopDevice
    /// Wait for an event, for this lane's frame, or for the instant; then ask again.
    case awaitFrame(FrameIndex, lane: SlotSource, until: MonotonicInstant)
    /// Wait for an event, or for the instant; then ask again.
    case wait(until: MonotonicInstant)
    /// All is over.
    case finish
}
