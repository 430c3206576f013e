/// The counts every queue keeps, under its own lock.
struct QueueCounters {
    var highWater = 0
    var enqueued: UInt64 = 0
    var dispatched: UInt64 = 0
    var rejected: UInt64 = 0
    var timedOut: UInt64 = 0
    var droppedOldest: UInt64 = 0
    var droppedNewest: UInt64 = 0
    var droppedClosed: UInt64 = 0
    var coalesced: UInt64 = 0
    var handlerFailures: UInt64 = 0
    /// What the last failed handler said.
    var lastFailure = ""

    func snapshot(
        _ declaration: QueueDeclaration, depth: Int, oldest: MonotonicInstant?,
        now: MonotonicInstant
    ) -> QueueSnapshot {
        QueueSnapshot(
            name: declaration.name, depth: depth, capacity: declaration.capacity,
            highWater: highWater, oldestAge: oldest.map { max(.zero, now - $0) },
            enqueued: enqueued, dispatched: dispatched,
            dropped: [
                "rejected": rejected, "timed_out": timedOut, "oldest": droppedOldest,
                "newest": droppedNewest, "closed": droppedClosed,
            ],
            coalesced: coalesced, handlerFailures: handlerFailures, lastFailure: lastFailure)
    }
}

/// Anything that exports the queue series.
public protocol MeasuredQueue: AnyObject, Sendable {
    /// Its numbers now. Any thread.
    func snapshot() -> QueueSnapshot
    /// How long handlers took.
    var dispatchDuration: Histogram { get }
}
