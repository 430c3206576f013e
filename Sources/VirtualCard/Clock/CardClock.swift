internal import Common

/// When the card's ticks happen: tick n of a run begins n exact periods after the run's first, with
/// a crystal that may run fast or slow. A value; no clock is read here.
///
/// Changing the drift re-anchors at a tick, so that no tick ever moves: at 50 fps and +1000 ppm the
/// period is 20 ms / 1.001, and tick 1001 falls where tick 1000 of an exact clock would.
struct CardClock: Equatable {
    let rate: FrameRate
    private var anchorTick: Int64
    private var anchorInstant: MonotonicInstant
    /// How much faster than CLOCK_MONOTONIC the crystal runs; −100 000…100 000.
    private(set) var driftPartsPerMillion: Int64

    init(rate: FrameRate, firstTickAt instant: MonotonicInstant, driftPartsPerMillion: Int64 = 0) {
        self.rate = rate
        anchorTick = 0
        anchorInstant = instant
        self.driftPartsPerMillion = Self.clamped(driftPartsPerMillion)
    }

    /// The exact instant of a tick, rounded down to a nanosecond.
    func instant(of tick: Int64) -> MonotonicInstant {
        let unit = Int128(rate.denominator) * 1_000_000_000 * 1_000_000
        let divisor = Int128(rate.numerator) * Int128(1_000_000 + driftPartsPerMillion)
        let span = Int128(tick - anchorTick) * unit
        let (quotient, remainder) = span.quotientAndRemainder(dividingBy: divisor)
        return anchorInstant + Nanoseconds(Int64(remainder < 0 ? quotient - 1 : quotient))
    }

    /// From tick `tick` on, runs this much faster; the tick itself stays where it is.
    mutating func setDrift(_ partsPerMillion: Int64, from tick: Int64) {
        anchorInstant = instant(of: tick)
        anchorTick = tick
        driftPartsPerMillion = Self.clamped(partsPerMillion)
    }

    private static func clamped(_ partsPerMillion: Int64) -> Int64 {
        min(max(partsPerMillion, -100_000), 100_000)
    }
}
