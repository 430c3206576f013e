/// Looks at the packets of each captured frame: what is damaged is left out and counted, and a flood
/// is cut, so that captions and messages still find room. Pure; owned by one thread, allocates nothing
/// but its complaint.
///
/// Worked example: one packet with a wrong checksum in an hour is counted and nobody is called; five
/// within a second are complained of at once, and the complaint ends after five clean seconds.
public struct AncillaryCensus: Sendable {
    /// What can be wrong with a packet.
    public enum Defect: Int, Sendable, CaseIterable {
        /// The card has it, and cannot give out its words.
        case unreadable
        /// No identifier, or one that marks it as deleted.
        case anonymous
        /// Not as long as its kind must be, or as it says itself.
        case length
        /// A checksum inside that does not fit.
        case checksum
        /// One more than can be passed on.
        case flood

        var words: String {
            switch self {
            case .unreadable: "packets that cannot be read"
            case .anonymous: "packets without an identifier"
            case .length: "packets of a wrong length"
            case .checksum: "caption packets with a wrong checksum"
            case .flood: "more packets than can be passed on"
            }
        }
    }

    /// Packets of known kinds that one frame may carry.
    public static let knownMax = 16
    /// Packets of all others.
    public static let strangersMax = 8
    /// So many defects within a second are complained of.
    public static let complaintDefects = 5
    /// So many seconds without any end the complaint.
    public static let cleanSeconds = 5

    /// Defects since it was made, by kind.
    public private(set) var totals = [Int](repeating: 0, count: Defect.allCases.count)
    /// What to tell people, with the remedy; nil while all is well.
    public private(set) var complaint: String?
    private let framesPerSecond: Int
    private var window = [Int](repeating: 0, count: Defect.allCases.count)
    private var frames = 0
    private var cleanFrames = 0
    private var known = 0
    private var strangers = 0

    /// For so many frames a second.
    public init(framesPerSecond: Int) { self.framesPerSecond = max(framesPerSecond, 1) }

    /// Whether a packet of the present frame is passed on.
    public mutating func admits(did: UInt8, sdid: UInt8, words: UnsafeRawBufferPointer) -> Bool {
        var defect = Self.defect(did: did, sdid: sdid, words: words)
        if defect == nil, !hasRoom(AncillaryPacket.kind(did: did, sdid: sdid)) {
            defect = .flood
        }
        guard let defect else { return true }
        note(defect)
        return false
    }

    private mutating func hasRoom(_ kind: AncillaryPacket.Kind) -> Bool {
        switch kind {
        case .other, .horizontal:
            strangers += 1
            return strangers <= Self.strangersMax
        default:
            known += 1
            return known <= Self.knownMax
        }
    }

    /// Packets that never got as far as `admits`.
    public mutating func note(_ defect: Defect, count: Int = 1) {
        totals[defect.rawValue] += count
        window[defect.rawValue] += count
    }

    /// The present frame has no more packets. True where the complaint has come or gone.
    public mutating func endFrame() -> Bool {
        (known, strangers) = (0, 0)
        frames += 1
        let found = window.reduce(0, +)
        cleanFrames = found == 0 ? cleanFrames + 1 : 0
        let had = complaint != nil
        if found >= Self.complaintDefects, !had { complaint = sentence() }
        if had, cleanFrames >= Self.cleanSeconds * framesPerSecond { complaint = nil }
        if frames >= framesPerSecond {
            frames = 0
            for kind in window.indices { window[kind] = 0 }
        }
        return (complaint != nil) != had
    }

    private func sentence() -> String {
        let worst = Defect.allCases.max { window[$0.rawValue] < window[$1.rawValue] } ?? .flood
        return
            "damaged ancillary data: \(worst.words). They are left out, picture and sound go on. "
            + "Check the inserter or encoder ahead of this input"
    }

    /// What is wrong with a packet by itself.
    static func defect(did: UInt8, sdid: UInt8, words: UnsafeRawBufferPointer) -> Defect? {
        // ST 291-1: 00 is undefined, 80 marks a packet as deleted.
        if did == 0 || did == 0x80 { return .anonymous }
        let count = words.count
        switch AncillaryPacket.kind(did: did, sdid: sdid) {
        case .scte104: return count < 2 ? .length : nil
        case .captionDistribution: return distribution(words, marks: (0x96, 0x69), atLeast: 11)
        case .op47: return distribution(words, marks: (0x51, 0x15), atLeast: 13)
        case .cea608: return count == 3 ? nil : .length
        case .afd: return count == 8 ? nil : .length
        case .payloadIdentifier: return count == 4 ? nil : .length
        case .timecode: return count == 16 ? nil : .length
        case .op47Multipacket, .horizontal, .other: return nil
        }
    }

    /// Packets with a length of their own, a footer and a sum of zero.
    private static func distribution(
        _ words: UnsafeRawBufferPointer, marks: (UInt8, UInt8), atLeast: Int
    ) -> Defect? {
        guard words.count >= atLeast, words[0] == marks.0, words[1] == marks.1,
            Int(words[2]) == words.count, words[words.count - 4] == 0x74
        else { return .length }
        return words.reduce(UInt8(0), &+) == 0 ? nil : .checksum
    }
}
