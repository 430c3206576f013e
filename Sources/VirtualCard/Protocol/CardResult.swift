/// What a card did with one scheduled slot.
public enum CardResult: UInt8, Sendable, CaseIterable {
    /// Shown on its own tick.
    case completed = 0
    /// Arrived after its tick had gone by; it was not shown on time.
    case late = 1
    /// The card threw it away although it was there in time.
    case dropped = 2
    /// Removed from the queue by a stop, an unplug or another timeline epoch; a connection that
    /// merely breaks off flushes nothing.
    case flushed = 3
}
