/// A tick went by for which no slot was queued; the last frame was repeated. 32 bytes.
///
/// Sent while somebody is attached and indexes are mapped, so that playout measures where the ticks
/// are even when its queue has run dry, instead of guessing.
public struct CardMissed: CardMessage {
    /// `missed`.
    public static let kind = CardMessageKind.missed

    /// Common header.
    public var header: CardMessageHeader
    /// Index of the tick.
    public var tickIndex: Int64
    /// CLOCK_MONOTONIC of the tick in ns.
    public var tickNanoseconds: Int64

    /// A missed tick.
    public init(tickIndex: Int64, tickNanoseconds: Int64) {
        header = CardMessageHeader(Self.kind, byteCount: MemoryLayout<Self>.size)
        self.tickIndex = tickIndex
        self.tickNanoseconds = tickNanoseconds
    }
}
