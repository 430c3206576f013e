/// Reference or connector changed. 32 bytes. An unplug also flushes the queue and then closes the
/// connection.
public struct CardStatus: CardMessage {
    /// `status`.
    public static let kind = CardMessageKind.status

    /// Common header.
    public var header: CardMessageHeader
    /// 1 when the reference is locked.
    public var isReferenceLocked: UInt32
    /// 1 when the connector is plugged in.
    public var isPlugged: UInt32
    /// Zero.
    public var reserved: UInt64

    /// A status.
    public init(isReferenceLocked: Bool, isPlugged: Bool) {
        header = CardMessageHeader(Self.kind, byteCount: MemoryLayout<Self>.size)
        self.isReferenceLocked = isReferenceLocked ? 1 : 0
        self.isPlugged = isPlugged ? 1 : 0
        reserved = 0
    }
}
