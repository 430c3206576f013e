/// One ancillary data packet after SMPTE ST 291-1, without header flag, count and checksum, which the
/// device adds.
public struct AncillaryPacket: Sendable, Hashable {
    /// Data identifier.
    public var did: UInt8
    /// Secondary data identifier; the block number of type 1 packets.
    public var sdid: UInt8
    /// Line of the frame, from 1; 0 for wherever.
    public var line: UInt16
    /// Up to 255 words of user data, eight bits each.
    public var words: [UInt8]

    /// Bundles the packet. Precondition: at most 255 words.
    public init(did: UInt8, sdid: UInt8, line: UInt16 = 0, words: [UInt8]) {
        precondition(words.count <= 255)
        self.did = did
        self.sdid = sdid
        self.line = line
        self.words = words
    }

    /// The kinds whose meaning this part knows.
    public enum Kind: Sendable, Hashable {
        /// DTV programme description: SCTE-104 messages (SMPTE ST 2010).
        case scte104
        /// Caption distribution packets with CEA-708 (and 608 in them) (SMPTE ST 334-2).
        case captionDistribution
        /// Bare CEA-608 (SMPTE ST 334-1).
        case cea608
        /// Subtitling distribution packets (OP-47, SMPTE RDD 8).
        case op47
        /// Multipackets of OP-47.
        case op47Multipacket
        /// Active format description and bar data (SMPTE ST 2016-3).
        case afd
        /// Video payload identifier (SMPTE ST 352).
        case payloadIdentifier
        /// Ancillary timecode (SMPTE ST 12-2).
        case timecode
        /// Sound, its control, error detection: nothing that is passed on.
        case horizontal
        /// Anything else.
        case other
    }

    /// What the identifiers say it is.
    public var kind: Kind { Self.kind(did: did, sdid: sdid) }

    static func kind(did: UInt8, sdid: UInt8) -> Kind {
        switch (did, sdid) {
        case (0x41, 0x07): .scte104
        case (0x61, 0x01): .captionDistribution
        case (0x61, 0x02): .cea608
        case (0x43, 0x02): .op47
        case (0x43, 0x03): .op47Multipacket
        case (0x41, 0x05): .afd
        case (0x41, 0x01): .payloadIdentifier
        case (0x60, 0x60): .timecode
        case (0xA0...0xA7, _), (0xE0...0xEF, _), (0xF4, _), (0xF8...0xFF, _): .horizontal
        default: .other
        }
    }
}
