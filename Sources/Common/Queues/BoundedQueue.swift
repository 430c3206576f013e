/// A bounded first-in first-out queue between threads, where every item matters. Any thread.
///
/// The declaration says what happens when it is full; every way an item can leave is counted, so
/// that enqueued = dispatched + dropped + depth at any instant. A consumer either blocks in
/// `pop(until:)` or gives `wakeUp`, which is called (unlocked, on the pushing thread) each time the
/// queue stops being empty, for loops that wait on something else.
public final class BoundedQueue<Element: Sendable>: MeasuredQueue {
    private struct State {
        var items: RingBuffer<(Element, MonotonicInstant)>
        var counters = QueueCounters()
        var isClosed = false
        /// When the item now being handled was taken.
        var handlingSince: MonotonicInstant?
    }

    /// Name, bound and policy.
    public let declaration: QueueDeclaration
    public let dispatchDuration = Histogram(buckets: Histogram.durationBuckets)
    private let state: Monitor<State>
    private let time: any TimeSource
    private let wakeUp: (@Sendable () -> Void)?

    /// Makes the queue and registers its series. Precondition: policy is not `coalesce`.
    public init(
        _ declaration: QueueDeclaration, registry: MetricsRegistry,
        time: any TimeSource = SystemTimeSource(), wakeUp: (@Sendable () -> Void)? = nil
    ) {
        precondition(declaration.overflow != .coalesce, "use CoalescingQueue")
        self.declaration = declaration
        self.time = time
        self.wakeUp = wakeUp
        self.state = Monitor(State(items: RingBuffer(capacity: declaration.capacity)))
        registry.register(queue: self)
    }

    /// Offers an item; blocks only under the `wait` policy.
    @discardableResult
    public func push(_ element: Element) -> PushOutcome {
        let now = time.now()
        let (outcome, wasEmpty) = state.withLock { state in
            (Self.offer(element, at: now, to: &state, declaration), state.items.count == 1)
        }
        if outcome == .rejected, case .wait(let span) = declaration.overflow {
            return pushWaiting(element, until: now + span)
        }
        if outcome.isQueued { announce(wasEmpty: wasEmpty) }
        return outcome
    }

    private func pushWaiting(_ element: Element, until deadline: MonotonicInstant) -> PushOutcome {
        let outcome: PushOutcome? = state.wait(until: deadline) { state in
            guard state.isClosed || state.items.count < declaration.capacity else { return nil }
            state.counters.enqueued -= 1
            state.counters.rejected -= 1
            return Self.offer(element, at: time.now(), to: &state, declaration)
        }
        guard let outcome else {
            state.withLock {
                $0.counters.rejected -= 1
                $0.counters.timedOut += 1
            }
            return .rejected
        }
        if outcome.isQueued { announce(wasEmpty: true) }
        return outcome
    }

    private static func offer(
        _ element: Element, at now: MonotonicInstant, to state: inout State,
        _ declaration: QueueDeclaration
    ) -> PushOutcome {
        state.counters.enqueued += 1
        if state.isClosed {
            state.counters.droppedClosed += 1
            return .closed
        }
        var outcome = PushOutcome.accepted
        if state.items.count >= declaration.capacity {
            switch declaration.overflow {
            case .reject, .wait, .coalesce:
                state.counters.rejected += 1
                return .rejected
            case .dropNewest:
                state.counters.droppedNewest += 1
                return .dropped
            case .dropOldest:
                _ = state.items.popFirst()
                state.counters.droppedOldest += 1
                outcome = .replacedOldest
            }
        }
        state.items.append((element, now))
        state.counters.highWater = max(state.counters.highWater, state.items.count)
        return outcome
    }

    private func announce(wasEmpty: Bool) {
        state.notifyAll()
        if wasEmpty { wakeUp?() }
    }

    /// Takes the oldest item, or nil when empty. Never blocks.
    ///
    /// Handling ends when the consumer comes back for more: the time until then is the item's
    /// dispatch duration. A queue with several consumers hands out by `dispatch` instead.
    public func pop() -> Element? {
        finishHandling()
        let now = time.now()
        let element = state.withLock { Self.take(&$0, at: now) }
        if element != nil { state.notifyAll() }
        return element
    }

    /// Takes the oldest item, waiting for one; nil at the deadline, or once closed and empty.
    public func pop(until deadline: MonotonicInstant) -> Element? {
        finishHandling()
        let taken: Element?? = state.wait(until: deadline) { state in
            if let element = Self.take(&state, at: time.now()) { return .some(element) }
            return state.isClosed ? .some(nil) : nil
        }
        guard let element = taken ?? nil else { return nil }
        state.notifyAll()
        return element
    }

    private func finishHandling() {
        let since = state.withLock { state in
            defer { state.handlingSince = nil }
            return state.handlingSince
        }
        if let since { dispatchDuration.observe((time.now() - since).seconds) }
    }

    private static func take(_ state: inout State, at now: MonotonicInstant) -> Element? {
        guard let (element, _) = state.items.popFirst() else { return nil }
        state.counters.dispatched += 1
        state.handlingSince = now
        return element
    }

    /// Takes one item and hands it to `handler`, timing it. A handler that throws is counted and
    /// the error returned as `.failed`; it never stops the loop.
    public func dispatch(
        until deadline: MonotonicInstant, _ handler: (Element) throws -> Void
    ) -> DispatchOutcome {
        guard let element = pop(until: deadline) else { return .idle }
        defer { finishHandling() }
        do {
            try handler(element)
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

    /// Whether `close` was called.
    public var isClosed: Bool { state.withLock { $0.isClosed } }

    public func snapshot() -> QueueSnapshot {
        let now = time.now()
        return state.withLock {
            $0.counters.snapshot(
                declaration, depth: $0.items.count, oldest: $0.items.first?.1, now: now)
        }
    }
}

/// What `dispatch` did.
public enum DispatchOutcome: Sendable, Hashable {
    /// Nothing came before the deadline, or the queue is closed and empty.
    case idle
    case handled
    /// The handler threw; the text describes the error. Report it as an event.
    case failed(String)
}
