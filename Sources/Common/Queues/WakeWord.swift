internal import Atomics
internal import CRealtime
internal import Glibc

/// Wakes a waiting thread without ever waiting for it. Any thread.
///
/// For real-time threads: signalling a condition variable may block until earlier waiters have run
/// (glibc lets them leave first), which on a busy machine held the playout thread for half a second. A
/// futex wake is one system call that takes no lock of ours.
///
/// The waiter reads `count`, looks whether there is work, and if not waits for `count` to change.
public final class WakeWord: Sendable {
    private nonisolated(unsafe) let storage: UnsafeMutablePointer<UnsafeAtomic<UInt32>.Storage>
    // Unsafe: allocated once and only touched through atomics.

    /// A word nobody waits on.
    public init() {
        storage = .allocate(capacity: 1)
        storage.initialize(to: UnsafeAtomic<UInt32>.Storage(0))
    }

    deinit {
        storage.deallocate()
    }

    private var word: UnsafeAtomic<UInt32> { UnsafeAtomic(at: storage) }

    /// Signals so far, wrapping.
    public var count: UInt32 { word.load(ordering: .sequentiallyConsistent) }

    /// Wakes everybody who waits. Never blocks.
    public func signal() {
        word.wrappingIncrement(ordering: .sequentiallyConsistent)
        _ = crt_futex_wake(
            UnsafeMutableRawPointer(storage).assumingMemoryBound(to: UInt32.self), .max)
    }

    /// Sleeps until the count differs from `seen`, or until the deadline, when it gives false. May
    /// wake early.
    @discardableResult
    public func wait(since seen: UInt32, until deadline: MonotonicInstant) -> Bool {
        crt_futex_wait_until(
            UnsafeRawPointer(storage).assumingMemoryBound(to: UInt32.self), seen,
            deadline.nanoseconds) != -ETIMEDOUT
    }
}
