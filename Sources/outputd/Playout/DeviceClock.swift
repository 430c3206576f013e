public import Common

/// The device's clock as measured against CLOCK_MONOTONIC from the ticks it reports.
///
/// A second-order filter: each tick moves the anchor by an eighth of its error and the period by a
/// hundred-and-twenty-eighth, enough to follow a crystal's drift within seconds while the jitter of
/// one report hardly shows. An error beyond half a period is not jitter but a step (the device
/// stood still, or the indexes were mapped anew): the anchor jumps there and the period stays.
public struct DeviceClock: Sendable, Hashable {
    /// The measured point from which every index is computed.
    public private(set) var anchor: TimelineAnchor
    /// Ticks observed.
    public private(set) var observationCount = 0
    /// Times the anchor jumped, the first observation not counted.
    public private(set) var stepCount = 0
    /// Whether a tick of the present device has been observed.
    public private(set) var isMeasured = false
    private let nominal: UInt64

    /// Periods further from nominal than this are no crystal's.
    public static let driftMaxPartsPerMillion: UInt64 = 100_000

    /// A clock that runs from `anchor` until ticks are observed.
    public init(anchor: TimelineAnchor, rate: FrameRate) {
        self.anchor = anchor
        nominal = TimelineAnchor.nominalPeriodFraction(rate)
    }

    /// When `index` begins to be shown.
    public func instant(of index: FrameIndex) -> MonotonicInstant { anchor.instant(of: index) }
    /// The index shown at `now`.
    public func index(at now: MonotonicInstant) -> FrameIndex { anchor.index(at: now) }
    /// The measured period, rounded down.
    public var period: Nanoseconds { Nanoseconds(Int64(anchor.periodFraction >> 32)) }
    /// How much faster the device runs than the host's clock, in parts per million.
    public var driftPartsPerMillion: Double {
        (Double(nominal) / Double(anchor.periodFraction) - 1) * 1e6
    }

    /// Learns that the tick of `index` was at `instant`. Older ticks than the anchor's are ignored.
    public mutating func observe(_ index: FrameIndex, at instant: MonotonicInstant) {
        let error = (instant - anchor.instant(of: index)).count
        observationCount += 1
        guard isMeasured, abs(error) <= period.count / 2 else {
            if isMeasured { stepCount += 1 }
            isMeasured = true
            anchor = TimelineAnchor(
                index: index, instant: instant, periodFraction: anchor.periodFraction)
            return
        }
        let slots = index - anchor.index
        guard slots > 0 else { return }
        let correction = (Int64(error) << 25) / Int64(slots)
        let limit = nominal / 1_000_000 * Self.driftMaxPartsPerMillion
        let period = Int64(anchor.periodFraction) &+ correction
        anchor = TimelineAnchor(
            index: index, instant: instant - Nanoseconds(error - error / 8),
            periodFraction: min(max(UInt64(max(period, 1)), nominal - limit), nominal + limit))
    }

    /// The device is gone: go on from the same anchor; the next tick observed is taken as it is.
    public mutating func forgetDevice() { isMeasured = false }

    /// Indexes begin anew: `index` is the slot that begins about `instant`.
    public mutating func remap(_ index: FrameIndex, at instant: MonotonicInstant) {
        anchor = TimelineAnchor(
            index: index, instant: instant, periodFraction: anchor.periodFraction)
        isMeasured = false
    }
}
