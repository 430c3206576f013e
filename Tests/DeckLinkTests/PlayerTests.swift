import Common
import DeckLink
import Foundation
import TestKit
import Testing

/// Playing through the fake driver under a clock that the test turns by hand.
@Suite struct PlayerTests {
    private let fake: FakeDriver
    private let driver: DeckLinkDriver

    init() throws {
        fake = try FakeDriver()
        fake.set("manual_clock", 1)
        driver = try DeckLinkDriver(path: fake.path)
    }

    private func signal(
        _ format: String = "1280x720p50", _ pixels: PixelFormat = .uyvy, channels: Int = 2,
        depth: Int = 4, _ settings: DeckLinkOutputSettings = DeckLinkOutputSettings()
    ) throws -> DeckLinkSignal {
        let video = try #require(VideoFormat(parsing: format)?.with(pixelFormat: pixels))
        return DeckLinkSignal(
            video: video, audioChannelCount: channels, scheduledDepth: depth, settings: settings)
    }

    private func refusal(_ signal: DeckLinkSignal) throws -> DeckLinkError? {
        let card = try driver.card(.number(1))
        do throws(DeckLinkError) {
            _ = try DeckLinkPlayer(card, signal)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [0, 2, 3])
    func `a thousand frames, one completion each`(generation: Int64) throws {
        fake.set("generation", generation)
        try play(1_000)
        #expect(fake.get("live") == 0, "every reference was given back")
    }

    private func play(_ count: Int64) throws {
        let player = try DeckLinkPlayer(driver.card(.number(1)), signal())
        let picture = [UInt8](repeating: 16, count: 1280 * 720 * 2)
        try picture.withUnsafeBytes { bytes in
            let base = try #require(bytes.baseAddress)
            let none = UnsafeRawBufferPointer(start: nil, count: 0)
            for token in 0..<count {
                #expect(
                    player.schedule(
                        token: token, base, time: token * 1_000, timecode: nil, packets: none)
                        == .taken)
                if token == 3 { #expect(player.start() == .taken) }
                guard token >= 3 else { continue }
                fake.tickOutput()
                if token > 3 {
                    #expect(player.next() == .completed(token: token - 4, .shown))
                }
                #expect(player.next() == nil)
            }
            #expect(player.requestStop() == .taken)
            var results: [DeckLinkPlayer.Event] = []
            while let event = player.next() { results.append(event) }
            #expect(results.last == .stopped)
            #expect(results.dropLast().last == .completed(token: count - 1, .flushed))
            #expect(player.close())
        }
        #expect(fake.get("shown") == count - 3)
    }

    @Test func `what a card cannot do is refused with a remedy`() throws {
        let noMode = try refusal(signal("1280x720p25"))?.description
        #expect(noMode?.contains("1280x720p25 in uyvy") == true)
        #expect(try refusal(signal("720x486i29.97")) != nil, "the field order is another")
        #expect(
            try refusal(signal(depth: 2))
                == .prerollTooShort(device: "DeckLink Fake 4 (1)", depth: 2, minimum: 3))
        fake.set("channels", 2)
        #expect(
            try refusal(signal(channels: 4))
                == .tooManyChannels(device: "DeckLink Fake 4 (1)", wanted: 4, maximum: 2))
        fake.set("active", 0)
        #expect(try refusal(signal()) == .inactive(device: "DeckLink Fake 4 (1)"))
        fake.set("active", 1)
        fake.set("can_play", 0)
        #expect(
            try refusal(signal())
                == .wrongDirection(device: "DeckLink Fake 4 (1)", wanted: "output"))
        fake.set("can_play", 1)
        fake.set("generation", 1)
        let stranger = try refusal(signal())?.description
        #expect(stranger?.contains("11.6 to 14.2.1") == true)
        #expect(fake.get("live") == 0)
    }

    @Test(arguments: [PixelFormat.bgra, .argb])
    func `keying needs alpha and a keyer`(layout: PixelFormat) throws {
        var settings = DeckLinkOutputSettings()
        settings.keyer = .external
        #expect(
            try refusal(signal("1280x720p50", .uyvy, settings))
                == .keyingNeedsAlpha(device: "DeckLink Fake 4 (1)"))
        let player = try DeckLinkPlayer(
            driver.card(.number(1)), signal("1280x720p50", layout, settings))
        #expect(fake.get("keyed") == 2)
        #expect(fake.get("key_level") == 255)
        player.close()
        #expect(fake.get("keyed") == 0)
        settings.keyer = .internal
        let inner = try DeckLinkPlayer(
            driver.card(.number(1)), signal("1280x720p50", layout, settings))
        #expect(fake.get("keyed") == 1)
        inner.close()
        fake.set("keyer", 0)
        #expect(
            try refusal(signal("1280x720p50", layout, settings))
                == .keyingNotSupported(device: "DeckLink Fake 4 (1)", keyer: "internal"))
    }

    @Test func `a busy device says so, half-duplex by name`() throws {
        fake.set("busy_enables", 1)
        #expect(
            try refusal(signal()) == .busy(device: "DeckLink Fake 4 (1)", isHalfDuplex: false))
        fake.set("duplex", 1)
        fake.set("busy_enables", 1)
        let message = try refusal(signal())?.description
        #expect(message?.contains("half-duplex") == true)
        #expect(try refusal(signal()) == nil)
    }

    @Test func `the idle picture is the last frame, and stays so`() throws {
        let player = try DeckLinkPlayer(driver.card(.number(1)), signal())
        player.close()
        let last = Int64(0x6C61_6661)
        #expect(fake.get("idle_preference") == last)
        #expect(fake.get("preferences_written") == 1)
        _ = try DeckLinkPlayer(driver.card(.number(1)), signal())
        #expect(fake.get("preferences_written") == 1, "written only when it is another")
    }

    @Test func `every pixel format has the driver's line length`() throws {
        for (format, pixels) in [
            ("1280x720p50", PixelFormat.v210), ("1920x1080i25", .v210), ("1920x1080p50", .bgra),
            ("720x576i25", .uyvy), ("1280x720p50", .argb),
        ] {
            let wanted = try signal(format, pixels)
            let player = try DeckLinkPlayer(driver.card(.number(1)), wanted)
            let picture = [UInt8](repeating: 0, count: wanted.video.payloadByteCount)
            picture.withUnsafeBytes { bytes in
                guard let base = bytes.baseAddress else { return }
                #expect(
                    player.schedule(
                        token: 0, base, time: 0, timecode: nil,
                        packets: UnsafeRawBufferPointer(start: nil, count: 0)) == .taken,
                    "\(format) \(pixels)")
            }
            let codes: [PixelFormat: Int64] = [
                .uyvy: 0x3276_7579, .v210: 0x7632_3130, .bgra: 0x4247_5241, .argb: 32,
            ]
            #expect(fake.get("pixel_format") == codes[pixels])
            player.close()
        }
    }

    @Test func `timecode, packets and sound come out as they went in`() throws {
        try sendOne()
        #expect(fake.get("live") == 0)
    }

    private func sendOne() throws {
        fake.observe()
        let player = try DeckLinkPlayer(driver.card(.number(1)), signal())
        let packets: [UInt8] = [0x41, 0x07, 0, 13, 3, 1, 2, 3, 0x61, 0x01, 0, 9, 1, 7]
        let sound = (0..<1_920).map { Int32($0) }
        let picture = [UInt8](repeating: 1, count: 1280 * 720 * 2)
        let code = DeckLinkTimecode(
            hours: 23, minutes: 59, seconds: 58, frames: 24, isDropFrame: false)
        picture.withUnsafeBytes { bytes in
            packets.withUnsafeBytes { area in
                guard let base = bytes.baseAddress else { return }
                for token in 0..<3 {
                    _ = player.schedule(
                        token: Int64(token), base, time: Int64(token) * 1_000, timecode: code,
                        packets: area)
                }
            }
        }
        #expect(sound.withUnsafeBufferPointer { player.scheduleAudio($0, time: 0) } == 960)
        #expect(player.start() == .taken)
        fake.tickOutput()
        let aired = try #require(fake.takeAired().first)
        #expect(aired.timecode == 0x2359_5824)
        #expect(aired.packets == packets)
        #expect(aired.audio == sound)
        #expect(aired.missingSamples == 0)
        player.close()
    }
}
