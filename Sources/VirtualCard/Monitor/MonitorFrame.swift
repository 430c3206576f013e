/// What one tick of the card showed, on its way to a viewer.
struct MonitorFrame: Sendable {
    /// Ticks since the card began.
    var tick: Int64
    /// The slot this tick is; nil while no playout has started.
    var index: Int64?
    /// Nothing came for this tick in time: the picture of an earlier one is still on show.
    var isHeld: Bool
    var picture: PooledFrame
}
