/// The next tick shows `index`; from then on each tick is the index after. 32 bytes.
///
/// Sent once the queue is prerolled, and only when the card had no mapping (`isMapped` 0): a mapping
/// outlives its playout, so that a restarted one knows which ticks it missed.
public struct CardStart: CardMessage {
    /// `start`.
    public static let kind = CardMessageKind.start

    /// Common header.
    public var header: CardMessageHeader
    /// Index of the next tick.
    public var index: Int64
    /// Zero.
    public var reserved: UInt64

    /// A start at `index`.
    public init(index: Int64) {
        header = CardMessageHeader(Self.kind, byteCount: MemoryLayout<Self>.size)
        self.index = index
        reserved = 0
    }
}
