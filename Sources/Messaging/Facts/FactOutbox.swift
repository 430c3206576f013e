public import Common
public import Proto

/// Facts on their way to the coordinator: bounded, in order, sent again until acknowledged.
/// Any thread.
///
/// A level (a standing condition) keeps only its newest value with a count; an edge (something that
/// happened) is kept until acknowledged. When edges overflow, the oldest goes, is counted, and a
/// status report with every level follows. Levels are asserted again on every connection, so an
/// alarm is never lost although everything here is bounded.
public final class FactOutbox: MeasuredQueue {
    public let dispatchDuration = Histogram(buckets: Histogram.durationBuckets)
    private let state: Monitor<FactOutboxState>
    private let time: any TimeSource
    private let wakeUp: @Sendable () -> Void

    init(
        capacity: Int, registry: MetricsRegistry, time: any TimeSource,
        wakeUp: @escaping @Sendable () -> Void
    ) {
        state = Monitor(
            FactOutboxState(name: QueuePolicy.factsOutbox.name, capacity: max(4, capacity)))
        self.time = time
        self.wakeUp = wakeUp
        registry.register(queue: self)
    }

    /// Tells the coordinator, now or as soon as it is there. Never blocks.
    @discardableResult
    public func report(_ kind: Fact.Kind, operationID: String = "") -> PushOutcome {
        let now = time.now()
        let outcome = state.withLock {
            $0.report(kind, operationID: operationID, now: now)
        }
        wakeUp()
        return outcome
    }

    /// How many facts are not acknowledged yet.
    public var unacknowledgedCount: Int { state.withLock { $0.pending.count } }

    /// Blocks until everything is acknowledged; false when it is not by the deadline.
    public func waitUntilAcknowledged(until deadline: MonotonicInstant) -> Bool {
        state.wait(until: deadline) { $0.pending.isEmpty ? true : nil } ?? false
    }

    public func snapshot() -> QueueSnapshot {
        let now = time.now()
        return state.withLock { $0.snapshot(now: now) }
    }

    // MARK: For the link's thread

    func connected() { state.withLock { $0.connected() } }
    func end() -> Int { state.withLock { $0.end() } }
    func next(now: MonotonicInstant) -> FactOutboxState.Outgoing? {
        state.withLock { $0.next(now: now) }
    }
    func sent(_ sequence: UInt64, now: MonotonicInstant) {
        state.withLock { $0.sent(sequence, now: now) }
    }
    func abandon(_ sequence: UInt64) { state.withLock { $0.abandon(sequence) } }
    func acknowledge(_ ack: FactAck) {
        state.withLock { $0.acknowledge(ack) }
        state.notifyAll()
    }
    var nextDeadline: MonotonicInstant { state.withLock { $0.nextDeadline } }
}
