/// Active format description and bar data after SMPTE ST 2016-1 and -3.
public struct ActiveFormat: Sendable, Hashable {
    /// 1–15; 8 is the full frame, 10 a 16:9 picture centred, and so on (ST 2016-1 table 1).
    public var code: UInt8
    /// Of the coded frame: 16:9, or 4:3.
    public var isWide: Bool

    /// Bundles the description; the code's lowest four bits count.
    public init(code: UInt8, isWide: Bool) {
        self.code = code & 15
        self.isWide = isWide
    }

    /// The packet, without bars.
    public func packet(line: UInt16 = 11) -> AncillaryPacket {
        AncillaryPacket(
            did: 0x41, sdid: 0x05, line: line,
            words: [code << 3 | (isWide ? 4 : 0), 0, 0, 0, 0, 0, 0, 0])
    }

    /// Reads a packet's words; nil where they are none.
    public init?(words: [UInt8]) {
        guard words.count == 8, words[0] & 0x83 == 0 else { return nil }
        self.init(code: words[0] >> 3 & 15, isWide: words[0] & 4 != 0)
    }
}
