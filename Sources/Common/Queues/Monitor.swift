internal import CRealtime
internal import Glibc
internal import Synchronization

/// State under a lock that threads can wait on, with deadlines on CLOCK_MONOTONIC. Any thread.
///
/// Waiting is on a `WakeWord`, not on a condition variable: real-time threads announce through this
/// too, and signalling a condition variable may block until earlier waiters have run.
///
/// The lock inherits priority (POSIX `PTHREAD_PRIO_INHERIT`): a thread that holds it runs as urgently as
/// the most urgent one that waits for it. Without that a thread that writes a log and loses its processor
/// to a compiler holds up the playout thread that wants to add a line.
public final class Monitor<State>: @unchecked Sendable {
    // Sendable because every access to the pointers' targets happens under the pthread lock.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let state = UnsafeMutablePointer<State>.allocate(capacity: 1)
    private let word = WakeWord()
    /// Threads between a look at the state and its next; changed under the lock.
    private let waiterCount = Atomic<Int>(0)

    /// Takes over `initial`.
    public init(_ initial: sending State) {
        var attributes = pthread_mutexattr_t()
        pthread_mutexattr_init(&attributes)
        pthread_mutexattr_setprotocol(&attributes, Int32(PTHREAD_PRIO_INHERIT))
        pthread_mutex_init(mutex, &attributes)
        pthread_mutexattr_destroy(&attributes)
        state.initialize(to: initial)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        state.deinitialize(count: 1)
        mutex.deallocate()
        state.deallocate()
    }

    /// Runs `body` with the state locked. Do not block inside: in a debug build whatever sleeps, polls or
    /// waits there ends the process.
    public func withLock<Result>(_ body: (inout State) throws -> Result) rethrows -> Result {
        lock()
        defer { unlock() }
        return try body(&state.pointee)
    }

    private func lock() {
        pthread_mutex_lock(mutex)
        #if DEBUG
            crt_lock_taken()
        #endif
    }

    private func unlock() {
        #if DEBUG
            crt_lock_given()
        #endif
        pthread_mutex_unlock(mutex)
    }

    /// Wakes every waiter, so that each looks at the state again. Never blocks. Call after the change
    /// was made under the lock: whoever looked before it is counted as waiting by then.
    public func notifyAll() {
        if waiterCount.load(ordering: .sequentiallyConsistent) > 0 { word.signal() }
    }

    /// Blocks until `body` gives a value or the deadline passes (then nil). `body` runs locked,
    /// first at once and then after each `notifyAll`.
    public func wait<Result>(
        until deadline: MonotonicInstant, _ body: (inout State) -> Result?
    ) -> Result? {
        lock()
        defer { unlock() }
        if let result = body(&state.pointee) { return result }
        waiterCount.wrappingAdd(1, ordering: .sequentiallyConsistent)
        defer { waiterCount.wrappingSubtract(1, ordering: .sequentiallyConsistent) }
        // What changed between the look above and the count is seen by the first look below.
        while true {
            let seen = word.count
            if let result = body(&state.pointee) { return result }
            unlock()
            let isInTime = word.wait(since: seen, until: deadline)
            lock()
            if !isInTime { return body(&state.pointee) }
        }
    }
}
