/// The card's answer to an attach. 80 bytes.
///
/// It carries enough for a restarted playout to count exactly what was missed: how far the ticks
/// have gone, which of the slots its predecessor had queued were shown, and which are still to come:
/// a connection that breaks off leaves the queue in place, so a quick restart costs no slot.
public struct CardAttached: CardMessage {
    /// `attached`.
    public static let kind = CardMessageKind.attached

    /// Why an attach was refused.
    public enum Outcome: UInt32, Sendable {
        /// Attached.
        case accepted = 0
        /// The connector is unplugged; try again later.
        case unplugged = 1
        /// The card cannot show this format.
        case unsupportedFormat = 2
    }

    /// Common header.
    public var header: CardMessageHeader
    /// Raw value of an `Outcome`.
    public var outcome: UInt32
    /// 1 when ticks already carry indexes of the attach's timeline epoch; then no start is needed.
    public var isMapped: UInt32
    /// Index of the newest tick; valid when mapped.
    public var tickIndex: Int64
    /// CLOCK_MONOTONIC of the newest tick in ns, mapped or not; 0 before the first tick.
    public var tickNanoseconds: Int64
    /// Newest index whose own slot was shown on time; `Int64.min` when none was.
    public var shownIndex: Int64
    /// Bit k: the slot of index `shownIndex − k` was shown on time (bit 0 is `shownIndex` itself).
    public var shownMask: UInt64
    /// Bit k: a slot of index `tickIndex + 1 + k` is queued and will be completed to this connection.
    public var queuedMask: UInt64
    /// The card's nominal tick period in ns, rounded.
    public var periodNanoseconds: Int64
    /// Most slots the card queues; a schedule beyond it comes back dropped.
    public var queueCapacity: UInt32
    /// 1 when the reference is locked.
    public var isReferenceLocked: UInt32

    /// An answer.
    public init(
        outcome: Outcome, isMapped: Bool, tickIndex: Int64, tickNanoseconds: Int64,
        shownIndex: Int64, shownMask: UInt64, queuedMask: UInt64, periodNanoseconds: Int64,
        queueCapacity: UInt32, isReferenceLocked: Bool
    ) {
        header = CardMessageHeader(Self.kind, byteCount: MemoryLayout<Self>.size)
        self.outcome = outcome.rawValue
        self.isMapped = isMapped ? 1 : 0
        self.tickIndex = tickIndex
        self.tickNanoseconds = tickNanoseconds
        self.shownIndex = shownIndex
        self.shownMask = shownMask
        self.queuedMask = queuedMask
        self.periodNanoseconds = periodNanoseconds
        self.queueCapacity = queueCapacity
        self.isReferenceLocked = isReferenceLocked ? 1 : 0
    }
}
