/// The first 16 bytes of every message of the virtual card's protocol.
public struct CardMessageHeader: BitwiseCopyable, Sendable {
    /// "HCRD" in memory order: a foreign peer on the socket is recognised by its absence.
    public static let magic: UInt32 = 0x4452_4348
    /// Both ends must agree; raised with every change of a layout.
    public static let version: UInt16 = 1
    /// Bytes of the largest message: 16 channels of the longest slot (23.976 Hz) and its header.
    public static let byteCountMax = 160 * 1024

    /// `CardMessageHeader.magic`.
    public var magic: UInt32
    /// `CardMessageHeader.version`.
    public var version: UInt16
    /// Raw value of a `CardMessageKind`.
    public var kind: UInt16
    /// Bytes of the whole datagram, header and audio included.
    public var byteCount: UInt32
    /// Zero.
    public var reserved: UInt32

    /// A header of this version for a message of `byteCount` bytes in all.
    public init(_ kind: CardMessageKind, byteCount: Int) {
        magic = Self.magic
        version = Self.version
        self.kind = kind.rawValue
        self.byteCount = UInt32(byteCount)
        reserved = 0
    }

    /// The kind of a received datagram, nil when it is not one of ours: too short, another magic or
    /// version, an unknown kind, or a byte count that differs from what arrived.
    public static func kind(of datagram: UnsafeRawBufferPointer) -> CardMessageKind? {
        guard datagram.count >= MemoryLayout<CardMessageHeader>.size else { return nil }
        let header = datagram.loadUnaligned(as: CardMessageHeader.self)
        guard header.magic == magic, header.version == version,
            Int(header.byteCount) == datagram.count
        else { return nil }
        return CardMessageKind(rawValue: header.kind)
    }
}
