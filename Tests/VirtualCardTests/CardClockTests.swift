import Common
import Testing

@testable import VirtualCard

@Suite struct CardClockTests {
    @Test("Ticks stay on the exact rate for a day, without drift")
    func exactRates() {
        for rate in FrameRate.broadcastRates {
            let clock = CardClock(rate: rate, firstTickAt: MonotonicInstant(nanoseconds: 1_000))
            let ticks = 86_400 * rate.numerator
            // That many ticks last 86 400 × denominator seconds exactly.
            #expect(
                clock.instant(of: ticks).nanoseconds
                    == 1_000 + 86_400 * rate.denominator * 1_000_000_000)
        }
    }

    @Test("A drift changes the pace from a tick on and moves no tick")
    func drift() {
        var clock = CardClock(
            rate: FrameRate(50), firstTickAt: MonotonicInstant(nanoseconds: 0))
        clock.setDrift(1_000, from: 100)
        #expect(clock.instant(of: 100).nanoseconds == 2_000_000_000)
        // 1001 periods at +1000 ppm last 1000 nominal ones.
        #expect(clock.instant(of: 1_101).nanoseconds == 22_000_000_000)
        clock.setDrift(0, from: 1_101)
        #expect(clock.instant(of: 1_151).nanoseconds == 23_000_000_000)
    }
}
