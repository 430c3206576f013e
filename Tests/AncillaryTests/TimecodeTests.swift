import Ancillary
import Common
import Testing

@Suite struct TimecodeTests {
    static let ntsc = TimecodeRate(FrameRate(30_000, 1_001))
    static let fast = TimecodeRate(FrameRate(60_000, 1_001))

    @Test func `labels drop at the start of a minute`() {
        #expect("\(Timecode(frame: 1_799, rate: Self.ntsc))" == "00:00:59;29")
        #expect("\(Timecode(frame: 1_800, rate: Self.ntsc))" == "00:01:00;02")
        #expect("\(Timecode(frame: 17_981, rate: Self.ntsc))" == "00:09:59;29")
        #expect("\(Timecode(frame: 17_982, rate: Self.ntsc))" == "00:10:00;00")
        #expect("\(Timecode(frame: 17_982 * 6, rate: Self.ntsc))" == "01:00:00;00")
        #expect(Self.ntsc.framesPerDay == 2_589_408)
        #expect("\(Timecode(frame: -1, rate: Self.ntsc))" == "23:59:59;29")
    }

    @Test func `above thirty frames a label has two`() {
        #expect("\(Timecode(frame: 3_599, rate: Self.fast))" == "00:00:59;29.")
        #expect("\(Timecode(frame: 3_600, rate: Self.fast))" == "00:01:00;02")
        #expect("\(Timecode(frame: 3_601, rate: Self.fast))" == "00:01:00;02.")
        let fifty = TimecodeRate(FrameRate(50))
        #expect("\(Timecode(frame: 49, rate: fifty))" == "00:00:00:24.")
        #expect("\(Timecode(frame: 50 * 3_600, rate: fifty))" == "01:00:00:00")
    }

    @Test(arguments: FrameRate.broadcastRates)
    func `every frame of a day has its own valid label`(rate: FrameRate) {
        let labels = TimecodeRate(rate)
        var last: Timecode?
        // Every frame of eleven minutes, then every 997th.
        var frame: Int64 = 0
        while frame < labels.framesPerDay {
            let label = Timecode(frame: frame, rate: labels)
            #expect(label.isValid(rate: labels), "\(rate): \(label)")
            #expect(label.frame(rate: labels) == frame, "\(rate): \(label)")
            #expect(label != last)
            #expect(Timecode(packed: label.packed) == label)
            last = label
            frame += frame < 40_000 ? 1 : 997
        }
    }

    @Test func `a drop-frame day keeps to the clock`() {
        // An hour of labels takes 3.6 ms less than an hour of the clock.
        let rate = FrameRate(30_000, 1_001)
        let hour = rate.frames(in: .seconds(3_600))
        #expect("\(Timecode(frame: hour, rate: Self.ntsc))" == "01:00:00;00")
        #expect("\(Timecode(frame: hour - 1, rate: Self.ntsc))" == "00:59:59;29")
    }

    @Test func `what is no BCD is no timecode`() {
        #expect(Timecode(packed: 0x0000_000A) == nil)
        #expect(Timecode(packed: 0x2359_5924)?.description == "23:59:59:24")
    }
}

@Suite struct TimecodeSourceTests {
    private let rate = FrameRate(50)

    @Test func `run counts from zero over gaps`() {
        var source = TimecodeSource(.run, rate: rate)
        let first = source.timecode(of: FrameIndex(1_000), timeOfDay: .zero, input: nil)
        #expect(first?.description == "00:00:00:00")
        let later = source.timecode(of: FrameIndex(1_100), timeOfDay: .zero, input: nil)
        #expect(later?.description == "00:00:02:00")
    }

    @Test func `the clock counts on and does not jitter`() {
        var source = TimecodeSource(.clock, rate: rate)
        let noon = Nanoseconds.seconds(12 * 3_600)
        let first = source.timecode(of: FrameIndex(0), timeOfDay: noon, input: nil)
        #expect(first?.description == "12:00:00:00")
        // A wake-up 30 ms late does not move the label.
        let late = source.timecode(
            of: FrameIndex(1), timeOfDay: noon + .milliseconds(50), input: nil)
        #expect(late?.description == "12:00:00:00.")
        #expect(source.jumpCount == 0)
        // A device a whole second off the clock does.
        let off = source.timecode(of: FrameIndex(2), timeOfDay: noon + .seconds(1), input: nil)
        #expect(off?.description == "12:00:01:00")
        #expect(source.jumpCount == 1)
    }

    @Test func `midnight is no jump`() {
        var source = TimecodeSource(.clock, rate: rate)
        let day = Nanoseconds.seconds(86_400)
        _ = source.timecode(of: FrameIndex(0), timeOfDay: day - .milliseconds(20), input: nil)
        let label = source.timecode(of: FrameIndex(1), timeOfDay: .zero, input: nil)
        #expect(label?.description == "00:00:00:00")
        #expect(source.jumpCount == 0)
    }

    @Test func `the input's label is kept while it is away`() {
        var source = TimecodeSource(.input, rate: rate)
        let none = source.timecode(of: FrameIndex(0), timeOfDay: .zero, input: nil)
        #expect(none == nil)
        let ten = Timecode(hours: 10, minutes: 0, seconds: 0, frames: 0)
        let taken = source.timecode(of: FrameIndex(5), timeOfDay: .zero, input: ten)
        #expect(taken == ten)
        let held = source.timecode(of: FrameIndex(55), timeOfDay: .zero, input: nil)
        #expect(held?.description == "10:00:01:00")
    }
}
