/// An orderly end: the card completes what is queued as flushed and closes the connection. 16 bytes.
public struct CardStop: CardMessage {
    /// `stop`.
    public static let kind = CardMessageKind.stop

    /// Common header.
    public var header: CardMessageHeader

    /// A stop.
    public init() {
        header = CardMessageHeader(Self.kind, byteCount: MemoryLayout<Self>.size)
    }
}
