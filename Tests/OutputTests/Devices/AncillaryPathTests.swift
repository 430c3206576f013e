import Ancillary
import Common
import Playout
import TestKit
import Testing

@testable import Output

/// Ancillary data on its whole way: input ring, output, card, wire.
@Suite struct AncillaryPathTests {
    /// What went on the wire, tick by tick, read as a receiver would.
    private struct Wire {
        var messages: [Int64: Int] = [:]
        var captions: [(index: Int64, counter: UInt16)] = []
        var subtitles: [(index: Int64, counter: UInt16)] = []
        var formats: [Int64: UInt8] = [:]
        var timecodes: [(index: Int64, packed: Int64)] = []
        var identifiers: [Int64: [AncillaryPacket]] = [:]
        var strangers = 0
        var unreadable = 0

        mutating func take(_ tick: FakeDriver.Aired) {
            guard tick.fate != .repeated else { return }
            let index = tick.head.withUnsafeBytes { $0.loadUnaligned(as: Int64.self) }
            timecodes.append((index, tick.timecode))
            let packets = tick.packets.withUnsafeBytes { AncillaryArea.packets(in: $0) }
            for packet in packets { take(packet, at: index) }
        }

        private mutating func take(_ packet: AncillaryPacket, at index: Int64) {
            switch packet.kind {
            case .scte104:
                let value = packet.words.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                messages[Int64(bitPattern: value), default: 0] += 1
            case .captionDistribution:
                if let counter = counter(of: packet) { captions.append((index, counter)) }
            case .op47:
                if let counter = counter(of: packet) { subtitles.append((index, counter)) }
            case .afd: formats[index] = ActiveFormat(words: packet.words)?.code
            case .payloadIdentifier: identifiers[index, default: []].append(packet)
            case .timecode, .horizontal: strangers += 1
            case .cea608, .op47Multipacket, .other: break
            }
        }

        private mutating func counter(of packet: AncillaryPacket) -> UInt16? {
            let counter = CaptionCounters.counter(of: packet.words)
            if counter == nil { unreadable += 1 }
            return counter
        }
    }

    private func makeRig(
        _ fake: FakeDriver, format: String, _ settings: DeckLinkOutputSettings
    ) throws -> (DeckLinkRig, AncillaryFeed) {
        fake.observe()
        let rig = try DeckLinkRig(fake: fake, format: format, settings: settings)
        let feed = try AncillaryFeed(video: rig.signal.video, settings: settings, time: rig.time)
        rig.ancillary = feed
        return (rig, feed)
    }

    private func run(_ rig: DeckLinkRig, slots: Int) -> Wire {
        var wire = Wire()
        for _ in 0..<(slots / 250) {
            rig.run(slots: 250)
            for tick in rig.fake.takeAired() { wire.take(tick) }
        }
        return wire
    }

    @Test func `whatever ladder and card do, each message comes out once`() throws {
        let fake = try FakeDriver()
        let (rig, feed) = try makeRig(fake, format: "720x576i25", DeckLinkOutputSettings())
        var generator = SeededGenerator(seed: 11)
        var badUntil = FrameIndex(0)
        rig.available = { index in
            // The renderer dies every few seconds, for up to ten: repeat, slate, and back.
            if index > badUntil + 200 {
                badUntil = index + Int.random(in: 1...250, using: &generator)
            }
            return index <= badUntil ? [.lastGood, .slate] : [.programA, .lastGood, .slate]
        }
        let modes: [ForceMode] = [.auto, .hold, .slate, .black]
        var injected = 0
        rig.onTick = { [unowned rig] tick in
            guard tick % 24 == 0 else { return }
            injected += 1
            switch UInt8.random(in: 0..<4, using: &generator) {
            case 0: fake.set("drop", fake.get("drop") + 1)
            case 1: fake.set("late", fake.get("late") + 1)
            case 2: fake.set("stall", Int64.random(in: 1...6, using: &generator))
            default: rig.force(modes[Int.random(in: 0..<4, using: &generator)])
            }
        }
        let wire = run(rig, slots: 12_000)
        #expect(injected > 400)
        // Slots at both ends belong to what was under way there.
        let slots = feed.scheduled.dropFirst(20).dropLast(40)
        let first = try #require(slots.first)
        let last = try #require(slots.last)
        var owed = 0
        var wrong: [Int64: Int] = [:]
        for input in (first - AncillaryFeed.delay).value...(last - AncillaryFeed.delay).value
        where AncillaryFeed.hasMessage(FrameIndex(input)) {
            owed += 1
            if wire.messages[input] != 1 { wrong[input] = wire.messages[input] ?? 0 }
        }
        #expect(owed > 1_600)
        #expect(wrong.isEmpty, "messages by how often they came")
        #expect(feed.source.messages.lostCount == 0)
        #expect(feed.source.messages.retriedCount > 0, "some were dropped with their slot")
        #expect(Set(rig.checker.bySource.keys) == [.programA, .hold, .repeat, .slate, .black])
        rig.stop()
    }

    @Test func `a playout that stood still sends late what it owes, and nothing twice`() throws {
        let fake = try FakeDriver()
        let (rig, feed) = try makeRig(fake, format: "720x576i25", DeckLinkOutputSettings())
        var wire = run(rig, slots: 250)
        for _ in 0..<8 {
            rig.standStill(ticks: 12)
            rig.run(slots: 100)
            for tick in fake.takeAired() { wire.take(tick) }
        }
        let first = try #require(feed.scheduled.dropFirst(20).first)
        let last = try #require(feed.scheduled.dropLast(40).last)
        for input in (first - AncillaryFeed.delay).value...(last - AncillaryFeed.delay).value
        where AncillaryFeed.hasMessage(FrameIndex(input)) {
            #expect(wire.messages[input] == 1, "message of input \(input)")
        }
        #expect(last - first > feed.scheduled.count, "slots went by unscheduled")
        rig.stop()
    }

    @Test func `a pulled card never gets a message twice`() throws {
        let fake = try FakeDriver()
        let (rig, _) = try makeRig(fake, format: "720x576i25", DeckLinkOutputSettings())
        var pluggedAt: Int64 = 0
        rig.onTick = { tick in
            if fake.get("present") == 0 {
                if tick >= pluggedAt { fake.set("present", 1) }
            } else if tick % 97 == 0, fake.get("started") == 1 {
                fake.set("present", 0)
                pluggedAt = tick + tick % 40
            }
        }
        let wire = run(rig, slots: 3_000)
        #expect(wire.messages.values.allSatisfy { $0 == 1 })
        #expect(wire.messages.count > 200)
        fake.set("present", 1)
        rig.onTick = { _ in }
        rig.stop()
    }

    @Test func `caption counters go on by one, slot by slot, through every rung`() throws {
        let fake = try FakeDriver()
        let (rig, feed) = try makeRig(fake, format: "1280x720p59.94", DeckLinkOutputSettings())
        rig.available = { $0.value / 40 % 3 == 0 ? [.lastGood, .slate] : [.programA, .lastGood] }
        rig.onTick = { tick in
            if tick % 50 == 0 { fake.set("drop", fake.get("drop") + 1) }
        }
        let wire = run(rig, slots: 3_000)
        let places = Dictionary(
            uniqueKeysWithValues: feed.scheduled.enumerated().map { ($1.value, $0) })
        #expect(wire.captions.count > 2_900)
        for caption in wire.captions {
            // A slot that the card drops takes its counter along, as on any wire.
            #expect(places[caption.index].map { UInt16($0 & 65_535) } == caption.counter)
        }
        let withSubtitles = feed.scheduled.filter {
            AncillaryFeed.hasSubtitles($0 - AncillaryFeed.delay)
        }
        let subtitlePlaces = Dictionary(
            uniqueKeysWithValues: withSubtitles.enumerated().map { ($1.value, $0) })
        #expect(wire.subtitles.count > 1_400)
        for subtitle in wire.subtitles {
            #expect(subtitlePlaces[subtitle.index].map { UInt16($0) } == subtitle.counter)
        }
        #expect(wire.unreadable == 0 && feed.source.malformedCount == 0)
        #expect(wire.strangers == 0, "timecode is the output's own")
        #expect(wire.identifiers.isEmpty, "the card sees to it, and the input's is not passed on")
        rig.stop()
    }

    @Test(
        arguments: [
            ("1280x720p59.94", [0x84, 0xCA, 0x80, 0x01], [10]),
            ("720x576i50", [0x81, 0x05, 0x00, 0x01], [9, 322]),
        ] as [(String, [UInt8], [UInt16])])
    func `a payload identifier of ours goes out with each slot, and the input's never`(
        format: String, words: [UInt8], lines: [UInt16]
    ) throws {
        let fake = try FakeDriver()
        var settings = DeckLinkOutputSettings()
        settings.sendsPayloadIdentifier = true
        let (rig, feed) = try makeRig(fake, format: format, settings)
        rig.available = { $0.value / 40 % 3 == 0 ? [.lastGood, .slate] : [.programA, .lastGood] }
        let wire = run(rig, slots: 500)
        #expect(wire.timecodes.count >= 500)
        for (index, _) in wire.timecodes {
            let packets = try #require(wire.identifiers[index], "slot \(index)")
            #expect(packets.map(\.line) == lines)
            #expect(packets.allSatisfy { $0.words == words })
        }
        #expect(feed.source.overflowCount == 0)
        rig.stop()
    }

    @Test func `format description and timecode follow their policy`() throws {
        let fake = try FakeDriver()
        var settings = DeckLinkOutputSettings()
        settings.timecode = .run
        settings.afd = 8
        let (rig, _) = try makeRig(fake, format: "1280x720p59.94", settings)
        let wire = run(rig, slots: 4_000)
        for (index, code) in wire.formats {
            let input = FrameIndex(index - Int64(AncillaryFeed.delay))
            #expect(code == (AncillaryFeed.hasFormat(input) ? 10 : 8))
        }
        #expect(wire.formats.count == wire.timecodes.count)
        // A minute and more: labels 0 and 1 of the second minute do not exist.
        let rate = TimecodeRate(rig.signal.video.rate)
        let origin = try #require(wire.timecodes.first?.index)
        for (index, packed) in wire.timecodes {
            let label = Timecode(frame: index - origin, rate: rate)
            #expect(packed == Int64(label.packed & 0x7FFF_FFFF), "slot \(index - origin)")
        }
        #expect(!wire.timecodes.contains { $0.packed & 0x3FFF_FFFF == 0x0001_0000 })
        rig.stop()
    }
}
