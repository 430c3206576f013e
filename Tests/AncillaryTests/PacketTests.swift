import Ancillary
import Testing

@Suite struct PacketTests {
    /// A caption distribution packet with `payload`, counter 0x1234 and a right checksum.
    static func captions(_ payload: [UInt8]) -> [UInt8] {
        let count = UInt8(7 + payload.count + 4)
        var words: [UInt8] = [0x96, 0x69, count, 0x4F, 0x43, 0x12, 0x34] + payload
        words += [0x74, 0x12, 0x34]
        return words + [0 &- words.reduce(0, &+)]
    }

    static func subtitles(_ payload: [UInt8]) -> [UInt8] {
        let count = UInt8(9 + payload.count + 4)
        var words: [UInt8] = [0x51, 0x15, count, 0x02, 0x46, 0, 0, 0, 0] + payload
        words += [0x74, 0x00, 0x07]
        return words + [0 &- words.reduce(0, &+)]
    }

    private func copy(_ words: [UInt8], _ body: (UnsafeMutableRawBufferPointer) -> Void) -> [UInt8]
    {
        var words = words
        words.withUnsafeMutableBytes(body)
        return words
    }

    @Test func `packets come out of memory as they went in`() {
        let packets = [
            AncillaryPacket(did: 0x61, sdid: 0x01, line: 9, words: Self.captions([1, 2, 3])),
            AncillaryPacket(did: 0x41, sdid: 0x07, line: 0x123, words: []),
            AncillaryPacket(
                did: 0x50, sdid: 0x01, line: 13, words: [UInt8](repeating: 7, count: 255)),
        ]
        let bytes = AncillaryArea.bytes(of: packets)
        bytes.withUnsafeBytes { #expect(AncillaryArea.packets(in: $0) == packets) }
        // Cut anywhere, whole packets remain and nothing is read beyond the end.
        for end in 0..<bytes.count {
            let cut = Array(bytes[..<end])
            let found = cut.withUnsafeBytes { AncillaryArea.packets(in: $0) }
            #expect(found == Array(packets.prefix(found.count)))
        }
    }

    @Test func `kinds are known by their identifiers`() {
        let kinds: [(UInt8, UInt8, AncillaryPacket.Kind)] = [
            (0x41, 0x07, .scte104), (0x61, 0x01, .captionDistribution), (0x61, 0x02, .cea608),
            (0x43, 0x02, .op47), (0x43, 0x03, .op47Multipacket), (0x41, 0x05, .afd),
            (0x41, 0x01, .payloadIdentifier), (0x60, 0x60, .timecode), (0xE7, 0x01, .horizontal),
            (0xF4, 0x00, .horizontal), (0x50, 0x01, .other),
        ]
        for (did, sdid, kind) in kinds {
            #expect(AncillaryPacket(did: did, sdid: sdid, words: []).kind == kind)
        }
    }

    @Test func `caption counters go on by one and the checksum holds`() {
        var counters = CaptionCounters()
        for expected in 0..<70_000 {
            let words = copy(Self.captions([0x72, 0xF4, 0xFC, 0x94, 0x20])) {
                counters.renumberCaptions($0)
            }
            guard expected % 997 == 0 || expected > 65_530 else { continue }
            #expect(CaptionCounters.counter(of: words) == UInt16(truncatingIfNeeded: expected))
            #expect(
                UInt16(words[5]) << 8 | UInt16(words[6]) == UInt16(truncatingIfNeeded: expected))
        }
        let subtitle = copy(Self.subtitles([1, 2, 3])) { counters.renumberSubtitles($0) }
        #expect(CaptionCounters.counter(of: subtitle) == 0)
        #expect(counters.malformedCount == 0)
    }

    @Test(
        arguments: [[], [0x96], [0x96, 0x69, 200] + [UInt8](repeating: 0, count: 20)] as [[UInt8]])
    func `garbage is left alone and counted`(words: [UInt8]) {
        var counters = CaptionCounters()
        let captions = copy(words) { counters.renumberCaptions($0) }
        let subtitles = copy(words) { counters.renumberSubtitles($0) }
        #expect(captions == words)
        #expect(subtitles == words)
        #expect(counters.malformedCount == 2)
    }

    @Test func `format descriptions survive the packet`() {
        for code in UInt8(0)..<16 {
            for isWide in [false, true] {
                let format = ActiveFormat(code: code, isWide: isWide)
                #expect(ActiveFormat(words: format.packet().words) == format)
            }
        }
        #expect(ActiveFormat(code: 8, isWide: true).packet().words[0] == 0x44)
        #expect(ActiveFormat(words: [1, 2]) == nil)
    }

    @Test func `a buffer counts what does not fit`() {
        let buffer = AncillaryBuffer(capacity: 20)
        let words: [UInt8] = [1, 2, 3]
        words.withUnsafeBytes { bytes in
            #expect(buffer.append(did: 1, sdid: 2, line: 3, words: bytes) != nil)
            #expect(buffer.append(did: 1, sdid: 2, line: 3, words: bytes) != nil)
            #expect(buffer.append(did: 1, sdid: 2, line: 3, words: bytes) == nil)
        }
        #expect(buffer.byteCount == 16)
        #expect(buffer.overflowCount == 1)
    }
}

@Suite struct SpliceMessageTests {
    private func sent(_ messages: inout SpliceMessages, slot: Int64) -> [UInt8] {
        let buffer = AncillaryBuffer(capacity: 4_096)
        messages.send(in: slot, to: buffer)
        return AncillaryArea.packets(in: buffer.area).map(\.words[0])
    }

    private func take(_ message: UInt8, _ messages: inout SpliceMessages) {
        [message].withUnsafeBytes { messages.take(line: 13, words: $0) }
    }

    @Test func `a message goes once with the slot that is shown`() {
        var messages = SpliceMessages()
        take(1, &messages)
        let sent1 = sent(&messages, slot: 10)
        #expect(sent1 == [1])
        let sent2 = sent(&messages, slot: 11)
        #expect(sent2 == [])
        messages.settle(10, wasShown: true)
        #expect(messages.pendingCount == 0)
        let sent3 = sent(&messages, slot: 12)
        #expect(sent3 == [])
        #expect(messages.shownCount == 1)
    }

    @Test func `a dropped slot's messages go again, in order`() {
        var messages = SpliceMessages()
        take(1, &messages)
        take(2, &messages)
        let sent4 = sent(&messages, slot: 10)
        #expect(sent4 == [1, 2])
        take(3, &messages)
        let sent5 = sent(&messages, slot: 11)
        #expect(sent5 == [3])
        messages.settle(10, wasShown: false)
        let sent6 = sent(&messages, slot: 12)
        #expect(sent6 == [1, 2])
        messages.settle(11, wasShown: true)
        messages.settle(12, wasShown: true)
        #expect(messages.pendingCount == 0)
        #expect(messages.retriedCount == 2)
    }

    @Test func `what finds no room is counted`() {
        var messages = SpliceMessages()
        for message in 0..<UInt8(SpliceMessages.capacity + 3) { take(message, &messages) }
        #expect(messages.lostCount == 3)
        #expect(messages.pendingCount == SpliceMessages.capacity)
    }
}
