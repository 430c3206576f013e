import Common
import Synchronization

/// A bounded queue from the playout thread to one other thread, without locks: the playout thread
/// must never wait for anybody. When full, the new item is dropped and counted. One producer, one
/// consumer.
final class HandOffQueue<Element: Sendable>: MeasuredQueue, @unchecked Sendable {
    // Unchecked: `slots` is shared by the two threads; head and tail say who may touch which.

    let declaration: QueueDeclaration
    let dispatchDuration = Histogram(buckets: Histogram.durationBuckets)
    private let slots: UnsafeMutablePointer<Element>
    private let writtenAt: UnsafeMutablePointer<Int64>
    private let head = Atomic<Int>(0)
    private let tail = Atomic<Int>(0)
    private let dropped = Atomic<UInt64>(0)
    private let highWater = Atomic<Int>(0)
    private let failures = Atomic<UInt64>(0)
    /// Consumer: when the item now being handled was taken.
    private var handlingSince: MonotonicInstant?
    private let isConsumerWaiting = Atomic<Bool>(false)
    private let wake = WakeWord()
    private let time: any TimeSource

    init(
        _ policy: QueuePolicy, registry: MetricsRegistry,
        time: any TimeSource = SystemTimeSource()
    ) {
        declaration = QueueDeclaration(policy)
        let capacity = declaration.capacity
        slots = .allocate(capacity: capacity)
        writtenAt = .allocate(capacity: capacity)
        writtenAt.initialize(repeating: 0, count: capacity)
        self.time = time
        registry.register(queue: self)
    }

    deinit {
        while pop() != nil {}
        slots.deallocate()
        writtenAt.deallocate()
    }

    /// Playout thread: adds an item, or drops and counts it. Never blocks.
    @discardableResult
    func push(_ element: Element, at now: MonotonicInstant) -> Bool {
        let position = head.load(ordering: .relaxed)
        let depth = position - tail.load(ordering: .acquiring)
        guard depth < declaration.capacity else {
            dropped.wrappingAdd(1, ordering: .relaxed)
            return false
        }
        (slots + position % declaration.capacity).initialize(to: element)
        writtenAt[position % declaration.capacity] = now.nanoseconds
        head.store(position + 1, ordering: .sequentiallyConsistent)
        if depth + 1 > highWater.load(ordering: .relaxed) {
            highWater.store(depth + 1, ordering: .relaxed)
        }
        if isConsumerWaiting.load(ordering: .sequentiallyConsistent) { wake.signal() }
        return true
    }

    /// Consumer: the oldest item, or nil. The time until it comes back for more is the dispatch
    /// duration of the item before.
    func pop() -> Element? {
        let now = time.now()
        if let since = handlingSince { dispatchDuration.observe((now - since).seconds) }
        handlingSince = nil
        let position = tail.load(ordering: .relaxed)
        guard position < head.load(ordering: .acquiring) else { return nil }
        let element = (slots + position % declaration.capacity).move()
        tail.store(position + 1, ordering: .releasing)
        handlingSince = now
        return element
    }

    /// Consumer: waits until there may be something, at most until `deadline`.
    func wait(until deadline: MonotonicInstant) {
        let seen = wake.count
        isConsumerWaiting.store(true, ordering: .sequentiallyConsistent)
        defer { isConsumerWaiting.store(false, ordering: .relaxed) }
        let isEmpty =
            tail.load(ordering: .relaxed) == head.load(ordering: .sequentiallyConsistent)
        if isEmpty { wake.wait(since: seen, until: deadline) }
    }

    /// Consumer: counts an item whose handling failed.
    func countFailure() { failures.wrappingAdd(1, ordering: .relaxed) }

    func snapshot() -> QueueSnapshot {
        // Tail first: what is enqueued meanwhile must not look like a negative depth.
        let taken = tail.load(ordering: .acquiring)
        let written = head.load(ordering: .acquiring)
        let lost = dropped.load(ordering: .relaxed)
        var oldestAge: Nanoseconds?
        if written > taken {
            let at = writtenAt[taken % declaration.capacity]
            oldestAge = max(.zero, Nanoseconds(time.now().nanoseconds - at))
        }
        return QueueSnapshot(
            name: declaration.name, depth: written - taken, capacity: declaration.capacity,
            highWater: highWater.load(ordering: .relaxed), oldestAge: oldestAge,
            enqueued: UInt64(written) + lost, dispatched: UInt64(taken), dropped: ["newest": lost],
            handlerFailures: failures.load(ordering: .relaxed))
    }
}
