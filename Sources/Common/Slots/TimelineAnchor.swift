/// A measured point of the output clock, from which every other slot is computed: slot `index` began
/// at `instant`, and slots follow each other every `periodFraction` / 2³² ns.
public struct TimelineAnchor: Sendable, Hashable {
    /// The slot measured.
    public var index: FrameIndex
    /// When it began to be displayed.
    public var instant: MonotonicInstant
    /// The measured slot period in units of 2⁻³² ns; positive. 50 fps nominal is 20 000 000 × 2³².
    public var periodFraction: UInt64

    /// An anchor with a measured period. Precondition: `periodFraction` is positive.
    public init(index: FrameIndex, instant: MonotonicInstant, periodFraction: UInt64) {
        precondition(periodFraction > 0)
        self.index = index
        self.instant = instant
        self.periodFraction = periodFraction
    }

    /// An anchor with the nominal period of `rate`.
    public init(index: FrameIndex, instant: MonotonicInstant, rate: FrameRate) {
        self.init(
            index: index, instant: instant, periodFraction: Self.nominalPeriodFraction(rate))
    }

    /// The nominal period of `rate`, to the nearest 2⁻³² ns.
    public static func nominalPeriodFraction(_ rate: FrameRate) -> UInt64 {
        let unit = (Int128(rate.denominator) * 1_000_000_000) << 32
        return UInt64((unit + Int128(rate.numerator) / 2) / Int128(rate.numerator))
    }

    /// The slot being displayed at `now`, extrapolated. An instant on the edge belongs to the slot
    /// that begins there. Saturates far beyond any real time.
    public func index(at now: MonotonicInstant) -> FrameIndex {
        let elapsed = (Int128(now.nanoseconds) - Int128(instant.nanoseconds)) << 32
        let period = Int128(periodFraction)
        var (slots, remainder) = elapsed.quotientAndRemainder(dividingBy: period)
        if remainder < 0 { slots -= 1 }
        // `instant(of:)` rounds down to a nanosecond: that nanosecond is already the next slot's.
        if remainder != 0, ((slots + 1) * period) >> 32 <= elapsed >> 32 { slots += 1 }
        return FrameIndex(Int64(clamping: Int128(index.value) + slots))
    }

    /// When slot `wanted` begins, extrapolated, rounded down to a nanosecond. Saturates.
    public func instant(of wanted: FrameIndex) -> MonotonicInstant {
        let slots = Int128(wanted.value) - Int128(index.value)
        let span = (slots * Int128(periodFraction)) >> 32
        return MonotonicInstant(
            nanoseconds: Int64(clamping: Int128(instant.nanoseconds) + span))
    }
}
