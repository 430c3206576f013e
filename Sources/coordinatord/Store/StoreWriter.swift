internal import Common
internal import CoordinatorDecision
internal import Foundation
internal import Logging
internal import Synchronization

/// How the store is doing. A value, read by the decision thread before each durable mutation.
struct StoreHealth: Equatable, Sendable {
    /// When the oldest record that is not committed yet was queued; nil when there is none.
    var oldestPendingAt: MonotonicInstant?
    /// What the last attempt to write failed with; nil while writing works.
    var failure: String?
    /// Records up to this one are on disk.
    var committedOrdinal: UInt64 = 0
    /// How long the last commit took.
    var lastCommitDuration = Nanoseconds.zero

    /// A record may wait this long before durable mutations are refused.
    static let pendingAgeMax = Nanoseconds.seconds(1)

    /// Whether a durable mutation may be decided now.
    func isAvailable(at now: MonotonicInstant) -> Bool {
        guard failure == nil else { return false }
        return oldestPendingAt.map { now - $0 <= Self.pendingAgeMax } ?? true
    }
}

/// The store's writer thread: takes what is queued, commits it as one group, then says so. Records
/// that gather while a commit runs make the next group, so no record waits for a timer and a group
/// never takes longer to gather than one commit. Any thread, except where said.
final class StoreWriter: Sendable {
    /// Records in one transaction at most; bounds the time one commit takes.
    static let groupMax = 1024
    /// Records that may wait. Durable mutations are refused long before, by age.
    static let queueCapacity = QueuePolicy.storeRecords.capacity

    private let queue: BoundedQueue<QueuedRecord>
    private let health: Monitor<StoreHealth>
    private let newest = Mutex<StateSlot?>(nil)
    /// Records queued and not taken yet; looked at before every decision, and so no more than a word.
    private let waiting = WaitingCount()
    private let thread: JoinableThread

    /// Told after each commit, and whenever writing starts or stops to fail; runs on the writer
    /// thread and must not block.
    typealias Notice = @Sendable (StoreHealth) -> Void

    /// Starts the thread, which owns `store` from now on. `failure` tells why it cannot be written
    /// yet, if it cannot.
    init(
        _ store: StoreFile, failure: String? = nil, history: HistoryLimits = HistoryLimits(),
        registry: MetricsRegistry, time: any TimeSource, onChange: @escaping Notice
    ) {
        let queue = BoundedQueue<QueuedRecord>(
            QueueDeclaration(.storeRecords),
            registry: registry, time: time)
        let health = Monitor(StoreHealth(failure: failure))
        self.health = health
        let waiting = waiting
        self.queue = queue
        // The only reference moves to the thread; StoreFile is used nowhere else.
        nonisolated(unsafe) let store = store
        thread = WorkerThread.start(named: "store", owner: "coordinator", .critical) {
            Loop(
                queue: queue, health: health, waiting: waiting, store: store, history: history,
                registry: registry, time: time, onChange: onChange
            ).run()
        }
    }

    /// Queues a record; false when the queue is full or closed. Never blocks.
    func enqueue(_ record: StoreRecord) -> Bool {
        let queuedAt = record.queuedAt
        let item = QueuedRecord(record)
        let slot = item.slot
        guard queue.push(item).isQueued else { return false }
        waiting.add(1)
        health.withLock { $0.oldestPendingAt = $0.oldestPendingAt ?? queuedAt }
        if let slot {
            // After the push: a writer that finds the older state gone finds the newer one behind it.
            let older = newest.withLock { newest in
                defer { newest = slot }
                return newest
            }
            older?.drop()
        }
        return true
    }

    /// Whether a burst of records would still fit; durable mutations are refused where it would not.
    var hasRoom: Bool { waiting.value < Self.queueCapacity - 1_024 }

    /// How it stands now.
    var currentHealth: StoreHealth { health.withLock { $0 } }

    /// Commits what is queued (unless writing fails), closes the database and ends the thread.
    func stop() {
        queue.close()
        thread.join()
    }

    /// Any thread.
    private final class WaitingCount: Sendable {
        private let count = Atomic<Int>(0)
        var value: Int { count.load(ordering: .relaxed) }
        func add(_ difference: Int) { count.wrappingAdd(difference, ordering: .relaxed) }
    }

    /// Everything the writer thread owns.
    private struct Loop {
        let queue: BoundedQueue<QueuedRecord>
        let health: Monitor<StoreHealth>
        let waiting: WaitingCount
        let store: StoreFile
        let history: HistoryLimits
        let registry: MetricsRegistry
        let time: any TimeSource
        let onChange: Notice
        let logger = Logger(label: "store")

        func run() {
            let commits = registry.histogram(
                "store_commit_duration_seconds", help: "Time of one group commit.",
                buckets: Histogram.durationBuckets)
            let records = registry.counter(
                "store_records_total", help: "Records committed.")
            let failures = registry.counter(
                "store_failures_total", help: "Commits that failed and were tried again.")
            var pruneAt = time.now() + .seconds(60)
            while let first = queue.pop(until: .distantFuture) {
                let group = gather(first)
                health.withLock { $0.oldestPendingAt = group[0].queuedAt }
                guard commit(group, commits, failures) else { break }
                records.add(UInt64(group.count))
                if time.now() > pruneAt {
                    prune()
                    pruneAt = time.now() + .seconds(60)
                }
            }
            do { try store.close() } catch { logger.warning("closing the store: \(error)") }
        }

        /// What is queued, up to a record after which the state is known: a state that a later record
        /// supersedes has been let go of.
        private func gather(_ first: QueuedRecord) -> [StoreRecord] {
            var group: [StoreRecord] = []
            group.reserveCapacity(min(waiting.value + 1, StoreWriter.groupMax))
            var isStateGone = false
            var next: QueuedRecord? = first
            while let item = next {
                group.append(item.whole)
                if item.slot != nil { isStateGone = group[group.count - 1].state == nil }
                let isFull = group.count >= StoreWriter.groupMax && !isStateGone
                next = isFull ? nil : queue.pop()
            }
            waiting.add(-group.count)
            return group
        }

        /// Tries until it works. False when the store is being stopped while writing fails.
        private func commit(
            _ group: [StoreRecord], _ commits: Histogram, _ failures: Counter
        ) -> Bool {
            var pause = Nanoseconds.milliseconds(20)
            while true {
                let start = time.now()
                do {
                    try store.write(group)
                    let duration = time.now() - start
                    commits.observe(duration.seconds)
                    succeed(through: group[group.count - 1].ordinal, duration)
                    return true
                } catch {
                    failures.add()
                    fail("\(error)")
                    if queue.isClosed { return false }
                    time.sleep(until: time.now() + pause)
                    pause = min(pause * 2, .milliseconds(500))
                }
            }
        }

        private func succeed(through ordinal: UInt64, _ duration: Nanoseconds) {
            let oldest = queue.snapshot().oldestAge.map { time.now() - $0 }
            let (now, recovered) = health.withLock { health in
                let recovered = health.failure != nil
                health.failure = nil
                health.committedOrdinal = ordinal
                health.lastCommitDuration = duration
                health.oldestPendingAt = oldest
                return (health, recovered)
            }
            if recovered { logger.notice("the store can be written again") }
            onChange(now)
        }

        private func fail(_ reason: String) {
            let (now, isNew) = health.withLock { health in
                let isNew = health.failure == nil
                health.failure = reason
                return (health, isNew)
            }
            if isNew {
                logger.error(
                    "the store cannot be written; durable changes are refused until it can",
                    metadata: ["reason": "\(reason)"])
                onChange(now)
            }
        }

        private func prune() {
            do {
                try store.prune(
                    keysBefore: time.wallNanoseconds() - StoreOpening.keyLifetimeNanoseconds,
                    journalLimit: 1_000_000, history: history, now: time.wallNanoseconds())
            } catch { logger.warning("pruning the store: \(error)") }
        }
    }
}
