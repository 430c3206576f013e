import Ancillary
import Common
import Foundation
import Frames
import Logging
import TestKit
import Testing

@testable import IngressCapture

/// A DeckLink input through the fake driver, slot by slot.
@Suite struct DeckLinkSourceTests {
    private final class Bench {
        let fake: FakeDriver
        let source: DeckLinkSource
        let format: VideoFormat
        let picture: UnsafeMutableRawBufferPointer
        let sound: UnsafeMutableRawBufferPointer
        var index = FrameIndex(1_000)

        init(fake: FakeDriver, format text: String = "1280x720p50") throws {
            self.fake = fake
            fake.set("manual_clock", 1)
            // Ticks come as quickly as the test runs: they say nothing of time.
            fake.set("stream_time", 0)
            format = try #require(VideoFormat(parsing: text))
            let audio = try #require(AudioFormat(channelCount: 2))
            source = DeckLinkSource(
                .number(1), connection: .auto, libraryPath: fake.path, format: format,
                audio: audio, number: 1, registry: MetricsRegistry(),
                log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            picture = .allocate(byteCount: 1920 * 1080 * 2, alignment: 16)
            sound = .allocate(byteCount: 2_000 * 8, alignment: 16)
        }

        deinit {
            source.stop()
            picture.deallocate()
            sound.deallocate()
        }

        /// Waits until the card is open, or its trouble is `trouble`.
        func open(_ trouble: String? = nil) -> Bool {
            let deadline = SystemTimeSource().now() + .seconds(20)
            while SystemTimeSource().now() < deadline {
                tick()
                let hasFrame = source.hasFrame()
                if let trouble, source.trouble?.detail.contains(trouble) == true { return true }
                if trouble == nil, hasFrame { return true }
                usleep(1_000)
            }
            return false
        }

        /// A picture that comes in the slot that begins now.
        func tick() {
            source.begin(slotAt: SystemTimeSource().now())
            fake.tickInput()
        }

        /// One slot; the number in its picture, or nil where there was nothing to show.
        func slot() -> (number: UInt32, frame: CapturedFrame)? {
            guard source.hasFrame() || source.canRepeat else { return nil }
            let frame = source.write(index: index, picture: picture, sound: sound)
            index = index + 1
            return (picture.load(as: UInt32.self), frame)
        }
    }

    @Test func `pictures, sound, timecode and packets arrive`() throws {
        let fake = try FakeDriver()
        fake.set("input_timecode", 0x1020_3004)
        let packets: [UInt8] = [0x41, 0x07, 0, 13, 2, 9, 8]
        fake.setInputPackets(packets)
        let bench = try Bench(fake: fake)
        try #require(bench.open())
        while bench.source.hasFrame(), bench.slot()?.frame.flags.contains(.discontinuity) == true {}
        var last: UInt32?
        for _ in 0..<200 {
            fake.tickInput()
            let slot = try #require(bench.slot())
            #expect(slot.frame.timecode == 0x1020_3004)
            #expect(slot.frame.audioSampleCount == 960)
            // The fake's samples carry their own number: the picture's, times 960.
            let first = bench.sound.load(as: Int32.self)
            #expect(abs(Int64(first) - Int64(slot.number) * 960) <= 48)
            if let last, slot.number == last + 1 {
                #expect(slot.frame.ancillary == packets)
            }
            last = slot.number
        }
        #expect(bench.source.trouble == nil)
    }

    @Test func `a lost signal is told, and its return`() throws {
        let fake = try FakeDriver()
        let bench = try Bench(fake: fake)
        try #require(bench.open())
        fake.set("signal", 0)
        for _ in 0..<20 {
            fake.tickInput()
            _ = bench.slot()
        }
        #expect(bench.slot() == nil)
        #expect(bench.source.trouble?.detail.contains("no signal") == true)
        fake.set("signal", 1)
        #expect(bench.open())
        #expect(bench.source.trouble == nil)
    }

    @Test func `an interlaced signal comes in field by field, and the right one comes back`() throws
    {
        let fake = try FakeDriver()
        let bench = try Bench(fake: fake)
        try #require(bench.open())
        fake.set("input_mode", 0x4869_3530)
        for _ in 0..<20 where bench.source.ownFormat == nil {
            bench.tick()
            _ = bench.source.hasFrame()
        }
        #expect("\(try #require(bench.source.ownFormat))" == "1920x1080p50")
        #expect(bench.source.trouble == nil)
        try #require(bench.open())
        while bench.slot() != nil {}
        var numbers: [UInt32] = []
        var expected: Int32?
        for _ in 0..<50 {
            bench.tick()
            for _ in 0..<2 {
                let slot = try #require(bench.slot())
                numbers.append(slot.number)
                // Sound goes on over both fields.
                let first = bench.sound.load(as: Int32.self)
                if let expected, numbers.count > 2 { #expect(first == expected) }
                expected = first + Int32(slot.frame.audioSampleCount)
            }
        }
        // The number lies in the first line, the first field's; the second field has the one below.
        let firsts = stride(from: 0, to: 100, by: 2).map { numbers[$0] }
        #expect(zip(firsts, firsts.dropFirst()).allSatisfy { $0 + 1 == $1 })
        #expect(stride(from: 1, to: 100, by: 2).allSatisfy { numbers[$0] == 0x8010_8010 })
        fake.set("input_mode", 0x6870_3530)
        #expect(bench.open())
        #expect(bench.source.trouble == nil && bench.source.ownFormat == nil)
    }

    @Test func `a picture handed over too late is left out, and the delay is as before`() throws {
        let fake = try FakeDriver()
        let bench = try Bench(fake: fake)
        try #require(bench.open())
        while bench.source.hasFrame() { _ = bench.slot() }
        fake.set("stream_time", 1)
        /// One slot, which begins before what comes in it.
        func slot(_ ticks: Int) throws -> UInt32 {
            bench.source.begin(slotAt: SystemTimeSource().now())
            for _ in 0..<ticks { fake.tickInput() }
            return try #require(bench.slot()).number
        }
        var last = try slot(1)
        for _ in 0..<3 {
            // Ten seconds without: one that is late now and then does not change the delay.
            for _ in 0..<510 {
                let next = try slot(1)
                #expect(next == last + 1)
                last = next
            }
            let next = try slot(1)
            // The next one comes in its slot too, but nobody is told in time.
            let standIn = try slot(0)
            #expect(standIn == next)
            fake.set("input_lag_us", 900_000)
            fake.tickInput()
            let after = try slot(1)
            #expect(after == next + 2, "the late one is not shown a slot too late")
            last = after
        }
    }

    @Test func `damaged packets are left out, complained of, and forgotten when they end`() throws {
        let fake = try FakeDriver()
        let bench = try Bench(fake: fake)
        let good: [UInt8] = [0x41, 0x07, 0, 13, 2, 9, 8]
        fake.setInputPackets(good)
        try #require(bench.open())
        func run(_ slots: Int) throws -> [[UInt8]] {
            try (0..<slots).map { _ in
                fake.tickInput()
                return try #require(bench.slot()).frame.ancillary
            }
        }
        _ = try run(5)
        #expect(bench.source.complaint == nil)
        let wrongSum: [UInt8] = [
            0x61, 0x01, 0, 9, 11, 0x96, 0x69, 11, 0x4F, 0x43, 0, 9, 0x74, 0, 9, 1,
        ]
        let wrongLength: [UInt8] = [0x41, 0x05, 0, 11, 2, 1, 2]
        let flood = (0..<200).flatMap { _ in [0x50, 0x01, 0, 12, 1, 7] as [UInt8] }
        for (bad, words) in [
            (wrongSum, "wrong checksum"), (wrongLength, "wrong length"), (flood, "more packets"),
        ] {
            fake.setInputPackets(bad + good)
            let packets = try run(60)
            // The message gets through whatever comes before it; what is passed on is bounded.
            #expect(packets.suffix(50).allSatisfy { $0.suffix(7) == good && $0.count < 100 })
            let complaint = try #require(bench.source.complaint)
            #expect(complaint.contains("decklink:1") && complaint.contains(words))
            #expect(complaint.contains("Check the inserter"), "the remedy")
            #expect(bench.source.trouble == nil, "picture and sound go on")
            fake.setInputPackets(good)
            _ = try run(400)
            #expect(bench.source.complaint == nil)
        }
        fake.set("unreadable_packets", 3)
        _ = try run(10)
        #expect(bench.source.complaint?.contains("cannot be read") == true)
    }

    @Test func `another size goes on in its own size at the channel's rate`() throws {
        let fake = try FakeDriver()
        let bench = try Bench(fake: fake)
        try #require(bench.open())
        fake.set("input_mode", 0x4870_3530)
        for _ in 0..<20 {
            fake.tickInput()
            if bench.source.hasFrame(), bench.source.ownFormat != nil { break }
        }
        let size = try #require(bench.source.ownFormat)
        #expect("\(size)" == "1920x1080p50" && size.matrix == .bt709)
        #expect(bench.source.trouble == nil)
        #expect(bench.source.signalDescription == "1920x1080p50 from decklink:1")
        var last: UInt32?
        for _ in 0..<50 {
            fake.tickInput()
            let slot = try #require(bench.slot())
            if let last { #expect(slot.number == last + 1) }
            last = slot.number
        }
    }

    @Test(arguments: [(Int64(0x4870_3235), 2, 1), (0x4870_3630, 5, 6)])
    func `another rate is fitted, and its sound goes on`(
        mode: Int64, slots: Int, pictures: Int
    ) throws {
        let fake = try FakeDriver()
        let bench = try Bench(fake: fake)
        try #require(bench.open())
        fake.set("input_mode", mode)
        for _ in 0..<20 { fake.tickInput() }
        _ = bench.source.hasFrame()
        try #require(bench.open())
        var jumps = 0
        var expected: Int32?
        for turn in 0..<(100 * slots) {
            // So many pictures in so many slots, evenly.
            let due = (turn + 1) * pictures / slots - turn * pictures / slots
            for _ in 0..<due { fake.tickInput() }
            let slot = try #require(bench.slot())
            let samples = bench.sound.bindMemory(to: Int32.self)
            let first = samples[0]
            let last = samples[2 * (slot.frame.audioSampleCount - 1)]
            if let expected, first != expected, turn > 10 { jumps += 1 }
            if last - first != 959, turn > 10 { jumps += 1 }
            expected = last + 1
        }
        #expect(jumps == 0)
    }

    @Test func `a pulled card comes back`() throws {
        let fake = try FakeDriver()
        let bench = try Bench(fake: fake)
        try #require(bench.open())
        fake.set("present", 0)
        #expect(bench.open("finds no card"))
        fake.set("present", 1)
        #expect(bench.open())
    }

    @Test func `what only somebody can change is another trouble than a card that is away`() throws
    {
        let fake = try FakeDriver()
        fake.set("devices", 0)
        let bench = try Bench(fake: fake)
        #expect(bench.open("finds no card"))
        #expect(bench.source.trouble?.isUnsupported == false, "it may come back by itself")
        fake.set("can_capture", 0)
        fake.set("devices", 1)
        #expect(bench.open("has no input"))
        #expect(bench.source.trouble?.isUnsupported == true)
        fake.set("can_capture", 1)
        fake.set("generation", 1)
        #expect(bench.open("11.6 to 14.2.1"))
        #expect(bench.source.trouble?.isUnsupported == true)
        fake.set("generation", 0)
        #expect(bench.open())
        #expect(bench.source.trouble == nil)
    }

    @Test func `a card without the channel's mode brings what comes in`() throws {
        let fake = try FakeDriver()
        fake.set("input_mode", 0x4870_3530)
        let bench = try Bench(fake: fake, format: "320x180p50")
        try #require(bench.open())
        #expect("\(try #require(bench.source.ownFormat))" == "1920x1080p50")
        #expect(bench.source.trouble == nil)
        let first = try #require(bench.slot()).number
        bench.tick()
        #expect(try #require(bench.slot()).number > first)
    }

    @Test func `a signal no ring can hold is named, goes by, and the next one comes in`() throws {
        let fake = try FakeDriver()
        fake.set("small", 1)
        let bench = try Bench(fake: fake)
        try #require(bench.open())
        fake.set("input_mode", 0x6875_6765)
        #expect(bench.open("which no ring can hold"))
        let trouble = try #require(bench.source.trouble)
        #expect(trouble.isUnsupported && trouble.detail.contains("decklink:1 brings 16400x64p50"))
        #expect(trouble.detail.contains("put a converter before the card"), "the remedy")
        for _ in 0..<10 { _ = bench.slot() }
        #expect(bench.slot() == nil, "the picture of before is not repeated for ever")
        fake.set("input_mode", 0x6870_3530)
        #expect(bench.open())
        #expect(bench.source.trouble == nil && bench.source.ownFormat == nil)
    }

    @Test func `pictures at the field rate are woven, each into a field of its own`() throws {
        let fake = try FakeDriver()
        let bench = try Bench(fake: fake, format: "1920x1080i25")
        try #require(bench.open())
        let packets: [UInt8] = [0x41, 0x07, 0, 13, 2, 9, 8]
        fake.setInputPackets(packets)
        fake.set("input_mode", 0x4870_3530)
        // The channel's size: its own ring, which can go to air by itself.
        for _ in 0..<20 where bench.source.signalDescription != "1920x1080p50 from decklink:1" {
            bench.tick()
            _ = bench.source.hasFrame()
        }
        #expect(bench.source.ownFormat == nil && bench.source.trouble == nil)
        // Until a whole one has come: the next arrival is the first of a pair.
        for _ in 0..<20 {
            while bench.source.hasFrame() { _ = bench.slot() }
            bench.tick()
            if bench.source.hasFrame() { break }
        }
        _ = bench.slot()
        bench.tick()
        #expect(!bench.source.hasFrame(), "half a picture is none")
        bench.tick()
        // What came in the old mode is through with this one.
        for _ in 0..<4 { bench.tick() }
        while bench.source.hasFrame() { _ = bench.slot() }
        for _ in 0..<2 { bench.tick() }
        var last = try #require(bench.slot()).number
        var end: Int32?
        for _ in 0..<100 {
            for _ in 0..<2 { bench.tick() }
            let slot = try #require(bench.slot())
            #expect(slot.number == last + 2, "fifty pictures a second, two in each slot")
            let lines = bench.picture.bindMemory(to: UInt32.self)
            #expect(lines[961] == slot.number + 1, "the second line is the next picture's")
            #expect(lines[1] == 0x8010_8010 && lines[960] == 0x8010_8010)
            #expect(slot.frame.ancillary == packets + packets, "what came with either goes on")
            let sound = bench.sound.load(as: Int32.self)
            if let end { #expect(sound == end, "and the sound of both") }
            #expect(slot.frame.audioSampleCount == 1_920)
            end = sound + 1_920
            last = slot.number
        }
    }

    @Test func `a card in use says so, and is taken when free`() throws {
        let fake = try FakeDriver()
        fake.set("busy_enables", 2)
        let bench = try Bench(fake: fake)
        #expect(bench.open("in use by another program"))
        #expect(bench.open())
    }

    @Test func `everything is given back`() throws {
        let fake = try FakeDriver()
        do {
            let bench = try Bench(fake: fake)
            try #require(bench.open())
            for _ in 0..<50 { fake.tickInput() }
            _ = bench.slot()
        }
        #expect(fake.get("live") == 0)
    }
}
