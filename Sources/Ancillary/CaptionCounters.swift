/// Regenerates the sequence counters of caption packets, so that they go on by one whatever was left
/// out or repeated on the way. Owned by one thread; allocates nothing.
///
/// CEA-708 distribution packets (SMPTE ST 334-2) carry the counter in header and footer, OP-47 (RDD 8)
/// in the footer; both end in a checksum that makes the sum of all bytes zero.
public struct CaptionCounters: Sendable {
    private var captions: UInt16 = 0
    private var subtitles: UInt16 = 0
    /// Packets passed on untouched because they are no such packets.
    public private(set) var malformedCount = 0

    /// Counters that begin at zero.
    public init() {}

    /// Writes the next counter into a caption distribution packet's words, in place.
    public mutating func renumberCaptions(_ words: UnsafeMutableRawBufferPointer) {
        guard words.count >= 11, words[0] == 0x96, words[1] == 0x69, Int(words[2]) == words.count,
            words[words.count - 4] == 0x74
        else {
            malformedCount += 1
            return
        }
        words[5] = UInt8(captions >> 8)
        words[6] = UInt8(captions & 255)
        Self.close(words, counter: captions)
        captions &+= 1
    }

    /// Writes the next counter into a subtitling distribution packet's words, in place.
    public mutating func renumberSubtitles(_ words: UnsafeMutableRawBufferPointer) {
        guard words.count >= 13, words[0] == 0x51, words[1] == 0x15, Int(words[2]) == words.count,
            words[words.count - 4] == 0x74
        else {
            malformedCount += 1
            return
        }
        Self.close(words, counter: subtitles)
        subtitles &+= 1
    }

    private static func close(_ words: UnsafeMutableRawBufferPointer, counter: UInt16) {
        let footer = words.count - 4
        words[footer + 1] = UInt8(counter >> 8)
        words[footer + 2] = UInt8(counter & 255)
        var sum: UInt8 = 0
        for position in 0..<(words.count - 1) { sum &+= words[position] }
        words[words.count - 1] = 0 &- sum
    }

    /// The counter of a packet's footer; nil where checksum or shape are wrong.
    public static func counter(of words: [UInt8]) -> UInt16? {
        guard words.count >= 11, words[words.count - 4] == 0x74,
            words.reduce(UInt8(0), &+) == 0
        else { return nil }
        return UInt16(words[words.count - 3]) << 8 | UInt16(words[words.count - 2])
    }
}
