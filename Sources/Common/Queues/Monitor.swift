internal import Glibc

/// State under a lock that threads can wait on, with deadlines on CLOCK_MONOTONIC. Any thread.
/// `Synchronization.Mutex` has no condition variable; this is that pair and nothing more.
public final class Monitor<State>: @unchecked Sendable {
    // Sendable because every access to the three pointers' targets happens under the pthread lock.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let state = UnsafeMutablePointer<State>.allocate(capacity: 1)

    /// Takes over `initial`.
    public init(_ initial: sending State) {
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
        state.initialize(to: initial)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        state.deinitialize(count: 1)
        mutex.deallocate()
        condition.deallocate()
        state.deallocate()
    }

    /// Runs `body` with the state locked. Do not block inside.
    public func withLock<Result>(_ body: (inout State) throws -> Result) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&state.pointee)
    }

    /// Wakes every waiter, so that each looks at the state again.
    public func notifyAll() { pthread_cond_broadcast(condition) }

    /// Blocks until `body` gives a value or the deadline passes (then nil). `body` runs locked,
    /// first at once and then after each `notifyAll`.
    public func wait<Result>(
        until deadline: MonotonicInstant, _ body: (inout State) -> Result?
    ) -> Result? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let result = body(&state.pointee) { return result }
            if deadline == .distantFuture {
                pthread_cond_wait(condition, mutex)
                continue
            }
            var end = timespec(
                tv_sec: Int(deadline.nanoseconds / 1_000_000_000),
                tv_nsec: Int(deadline.nanoseconds % 1_000_000_000))
            if pthread_cond_timedwait(condition, mutex, &end) == ETIMEDOUT {
                return body(&state.pointee)
            }
        }
    }
}
