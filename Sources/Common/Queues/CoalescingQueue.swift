/// A bounded queue that keeps only the latest value of each key, in the order in which the keys
/// first came. Any thread.
///
/// Capacity bounds the number of keys; a new key beyond it is rejected and counted, while known
/// keys always get through. Each taken item says how many updates it stands for, so that pressure
/// stays visible.
public final class CoalescingQueue<Key: Hashable & Sendable, Element: Sendable>: MeasuredQueue {
    /// The latest value of one key.
    public struct Item: Sendable {
        public let key: Key
        public let element: Element
        /// How many older values this one replaced while it waited.
        public let collapsedCount: Int
    }

    private struct Entry {
        var element: Element
        var since: MonotonicInstant
        var collapsed = 0
    }
    private struct State {
        var order: RingBuffer<Key>
        var entries: [Key: Entry] = [:]
        var counters = QueueCounters()
        var isClosed = false
        /// When the item now being handled was taken.
        var handlingSince: MonotonicInstant?
    }

    /// Name and bound; the policy is `coalesce`.
    public let declaration: QueueDeclaration
    public let dispatchDuration = Histogram(buckets: Histogram.durationBuckets)
    private let state: Monitor<State>
    private let time: any TimeSource
    private let wakeUp: (@Sendable () -> Void)?

    /// Makes the queue and registers its series.
    public init(
        _ name: String, capacity: Int, registry: MetricsRegistry,
        time: any TimeSource = SystemTimeSource(), wakeUp: (@Sendable () -> Void)? = nil
    ) {
        self.declaration = QueueDeclaration(name, capacity: capacity, overflow: .coalesce)
        self.time = time
        self.wakeUp = wakeUp
        self.state = Monitor(State(order: RingBuffer(capacity: capacity)))
        registry.register(queue: self)
    }

    /// Makes a queue of the table; `capacity` where configuration says another.
    public convenience init(
        _ policy: QueuePolicy, capacity: Int? = nil, registry: MetricsRegistry,
        time: any TimeSource = SystemTimeSource(), wakeUp: (@Sendable () -> Void)? = nil
    ) {
        precondition(policy.overflow == .coalesce, "\(policy.name) does not coalesce")
        self.init(
            policy.name, capacity: capacity ?? policy.capacity, registry: registry, time: time,
            wakeUp: wakeUp)
    }

    /// Offers the latest value of `key`. Never blocks.
    @discardableResult
    public func push(_ element: Element, for key: Key) -> PushOutcome {
        let now = time.now()
        let (outcome, wasEmpty) = state.withLock { state -> (PushOutcome, Bool) in
            state.counters.enqueued += 1
            if state.isClosed {
                state.counters.droppedClosed += 1
                return (.closed, false)
            }
            if state.entries[key] != nil {
                state.entries[key]?.element = element
                state.entries[key]?.collapsed += 1
                state.counters.coalesced += 1
                return (.coalesced, false)
            }
            guard state.order.count < declaration.capacity else {
                state.counters.rejected += 1
                return (.rejected, false)
            }
            state.order.append(key)
            state.entries[key] = Entry(element: element, since: now)
            state.counters.highWater = max(state.counters.highWater, state.order.count)
            return (.accepted, state.order.count == 1)
        }
        if outcome == .accepted {
            state.notifyAll()
            if wasEmpty { wakeUp?() }
        }
        return outcome
    }

    /// Takes the item of the oldest key, or nil when empty. Never blocks.
    ///
    /// Handling ends when the consumer comes back for more: the time until then is the item's
    /// dispatch duration.
    public func pop() -> Item? {
        finishHandling()
        let now = time.now()
        return state.withLock { Self.take(&$0, at: now) }
    }

    /// Takes the item of the oldest key, waiting for one; nil at the deadline, or once closed.
    public func pop(until deadline: MonotonicInstant) -> Item? {
        finishHandling()
        let taken: Item?? = state.wait(until: deadline) { state in
            if let item = Self.take(&state, at: time.now()) { return .some(item) }
            return state.isClosed ? .some(nil) : nil
        }
        return taken ?? nil
    }

    private func finishHandling() {
        let since = state.withLock { state in
            defer { state.handlingSince = nil }
            return state.handlingSince
        }
        if let since { dispatchDuration.observe((time.now() - since).seconds) }
    }

    private static func take(_ state: inout State, at now: MonotonicInstant) -> Item? {
        guard let key = state.order.popFirst(),
            let entry = state.entries.removeValue(forKey: key)
        else { return nil }
        state.counters.dispatched += 1
        state.handlingSince = now
        return Item(key: key, element: entry.element, collapsedCount: entry.collapsed)
    }

    /// Takes one item and hands it to `handler`, timing it; a throw is counted, never passed on.
    public func dispatch(
        until deadline: MonotonicInstant, _ handler: (Item) throws -> Void
    ) -> DispatchOutcome {
        guard let item = pop(until: deadline) else { return .idle }
        defer { finishHandling() }
        do {
            try handler(item)
            return .handled
        } catch {
            countHandlerFailure("\(error)")
            return .failed("\(error)")
        }
    }

    /// Counts a failure of a handler, also of one that does not run under `dispatch`; `text` says what
    /// went wrong.
    public func countHandlerFailure(_ text: String) {
        state.withLock { state in
            state.counters.handlerFailures += 1
            state.counters.lastFailure = text
        }
    }

    /// Refuses everything from now on; what is queued can still be taken. Wakes all waiters.
    public func close() {
        state.withLock { $0.isClosed = true }
        state.notifyAll()
        wakeUp?()
    }

    public func snapshot() -> QueueSnapshot {
        let now = time.now()
        return state.withLock { state in
            let oldest = state.order.first.flatMap { state.entries[$0]?.since }
            return state.counters.snapshot(
                declaration, depth: state.order.count, oldest: oldest, now: now)
        }
    }
}
