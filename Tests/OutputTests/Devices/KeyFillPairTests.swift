import Common
import DeckLink
import Glibc
import Playout
import TestKit
import Testing

@testable import Output

/// Fill and key on two devices of the fake driver, under a clock turned by hand.
@Suite struct KeyFillPairTests {
    /// What both showed at a tick; nil where the picture before was shown again.
    private func pairs(_ fake: FakeDriver, alpha: Int = 3) -> [(fill: UInt8?, key: UInt8?)] {
        func shown(_ device: Int) -> [UInt8?] {
            fake.takeAired(device: device).map { tick -> UInt8? in
                guard tick.fate != .repeated else { return nil }
                // The third pixel; in the key the fill's alpha in all four bytes: grey.
                if device == 1 {
                    let isGrey = Set(tick.head[8..<12]).count == 1
                    #expect(isGrey)
                }
                return tick.head[8 + alpha]
            }
        }
        let (fill, key) = (shown(0), shown(1))
        #expect(fill.count == key.count, "both tick as one")
        return zip(fill, key).map { ($0, $1) }
    }

    private func makeRig(
        _ fake: FakeDriver, _ layout: PixelFormat = .bgra
    ) throws -> DeckLinkRig {
        fake.observe(device: 0)
        fake.observe(device: 1)
        return try DeckLinkRig(fake: fake, format: "720x576i25", isPair: true, layout: layout)
    }

    @Test(arguments: [PixelFormat.bgra, .argb])
    func `both show the same slot at each tick`(layout: PixelFormat) throws {
        let fake = try FakeDriver()
        let rig = try makeRig(fake, layout)
        rig.run(slots: 300)
        let shown = pairs(fake, alpha: layout.channels?.alpha ?? 3)
        #expect(shown.count >= 300)
        #expect(shown.allSatisfy { $0.fill != nil && $0.fill == $0.key })
        #expect(rig.checker.lostCount == 0)
        rig.stop()
        #expect(fake.get("live") == 0)
    }

    @Test func `a pair says which of its cards is missing, and is in order once it is there`()
        throws
    {
        let fake = try FakeDriver()
        let video = try #require(VideoFormat(parsing: "720x576i25")?.with(pixelFormat: .bgra))
        let audio = try #require(AudioFormat(channelCount: 2))
        let signal = DeviceSignal(video: video, audio: audio, timelineEpoch: 1, processEpoch: 1)
        let pair = KeyFillPair(
            fill: .number(1), key: .number(2), settings: DeckLinkOutputSettings(),
            libraryPath: fake.path, scheduledDepth: 4)
        defer { pair.disconnect() }
        /// Looks for both as playout does, until one refuses or both are there.
        func seek() -> DeviceEvent? {
            for _ in 0..<2_000 {
                _ = pair.connect(signal)
                if let event = pair.receive() { return event }
                usleep(5_000)
            }
            return nil
        }
        fake.set("devices", 1)
        #expect(seek() == .refused(.deviceLost))
        // The fill, which is there, is taken before or after.
        usleep(50_000)
        let text = try #require(pair.trouble.text)
        #expect(text.hasPrefix("key: there is no decklink:2"))
        #expect(text.contains(". "), "with a remedy")
        pair.disconnect()
        fake.set("devices", 2)
        let found = seek()
        guard case .attached? = found else {
            Issue.record("\(String(describing: found))")
            return
        }
        #expect(pair.trouble.text == nil)
    }

    @Test(arguments: [0, 1])
    func `a slot that one refuses is shown by neither`(refusing: Int) throws {
        let fake = try FakeDriver()
        let rig = try makeRig(fake)
        rig.onTick = { tick in
            if tick % 60 == 30 { fake.set("refuse_schedule", 1, device: refusing) }
        }
        var shown: [(fill: UInt8?, key: UInt8?)] = []
        for _ in 0..<8 {
            rig.run(slots: 100)
            shown += pairs(fake)
        }
        #expect(shown.allSatisfy { $0.fill == $0.key }, "never half a pair")
        #expect(shown.count { $0.fill != nil } > 400)
        #expect(rig.transitions.count { $0.to == .recovering } >= 8)
        #expect(rig.checker.doubles == 0)
        rig.onTick = { _ in }
        rig.stop()
        #expect(fake.get("live") == 0)
    }

    @Test func `a pair that has parted is started anew, together`() throws {
        let fake = try FakeDriver()
        let rig = try makeRig(fake)
        rig.run(slots: 50)
        fake.set("drop", 2, device: 1)
        rig.run(slots: 50)
        let pair = try #require(rig.device as? KeyFillPair)
        #expect(pair.partedCount == 2, "dropped by the card of the key alone")
        #expect(!rig.transitions.contains { $0.to == .recovering })
        fake.set("drop", 3, device: 1)
        #expect(rig.run(until: .recovering))
        #expect(rig.run(until: .running) || rig.run(until: .degraded))
        _ = pairs(fake)
        rig.run(slots: 50)
        #expect(pairs(fake).suffix(40).allSatisfy { $0.fill != nil && $0.fill == $0.key })
        rig.stop()
    }

    @Test func `one of two that is in use keeps both waiting, and says so`() throws {
        let fake = try FakeDriver()
        fake.set("busy_enables", 3, device: 1)
        let rig = try makeRig(fake)
        rig.run(slots: 50)
        #expect(fake.get("busy_enables", device: 1) == 0)
        #expect(pairs(fake).allSatisfy { $0.fill == $0.key })
        rig.stop()
        #expect(fake.get("live") == 0)
    }

    @Test func `cards that cannot start together are started one after the other`() throws {
        let fake = try FakeDriver()
        fake.set("groups", 0, device: 1)
        let rig = try makeRig(fake)
        rig.run(slots: 50)
        #expect(fake.get("started", device: 0) == 1 && fake.get("started", device: 1) == 1)
        rig.stop()
    }

    @Test func `a pair is written with a plus`() throws {
        let numbers = try #require(DeckLinkSelector(parsing: "decklink:1+3")?.pair)
        #expect(numbers.fill == .number(1) && numbers.key == .number(3))
        let names = try #require(
            DeckLinkSelector(parsing: "decklink:DeckLink Duo (1)+DeckLink Duo (2)")?.pair)
        #expect(names.key == .name("DeckLink Duo (2)"))
        for text in ["decklink:1", "decklink:1+", "decklink:1+1", "decklink:+2"] {
            #expect(DeckLinkSelector(parsing: text)?.pair == nil)
        }
    }
}
