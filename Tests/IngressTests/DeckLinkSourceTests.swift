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
                fake.tickInput()
                let hasFrame = source.hasFrame()
                if let trouble, source.trouble?.detail.contains(trouble) == true { return true }
                if trouble == nil, hasFrame { return true }
                usleep(1_000)
            }
            return false
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

    @Test func `an interlaced signal is told, and the right one comes back`() throws {
        let fake = try FakeDriver()
        let bench = try Bench(fake: fake)
        try #require(bench.open())
        fake.set("input_mode", 0x4869_3530)
        for _ in 0..<20 {
            fake.tickInput()
            _ = bench.slot()
        }
        let trouble = try #require(bench.source.trouble)
        #expect(trouble.isUnsupported)
        #expect(trouble.detail.contains("brings 1920x1080i25"))
        fake.set("input_mode", 0x6870_3530)
        #expect(bench.open())
        #expect(bench.source.trouble == nil && bench.source.ownFormat == nil)
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
