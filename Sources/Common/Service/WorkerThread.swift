internal import CRealtime
internal import Foundation

/// How the scheduler should treat a thread.
public enum ThreadPriority: Sendable, Hashable {
    case normal
    /// Runs when nothing else wants the processor (SCHED_IDLE): builds and thumbnails.
    case idle
    /// SCHED_RR at this priority (1–99); falls back to normal where it is not allowed.
    case realtime(Int)
}

/// Named threads with a known owner. No anonymous thread exists in any daemon.
public enum WorkerThread {
    /// Starts a thread named `name` (shown by top -H, at most 15 characters) that runs `body` to
    /// its end. `onPriority` learns, on the new thread, whether the priority was granted. Threads that
    /// call compilers (GL drivers) need a larger stack.
    @discardableResult
    public static func start(
        named name: String, priority: ThreadPriority = .normal, stackByteCount: Int = 1 << 20,
        onPriority: (@Sendable (Bool) -> Void)? = nil, _ body: @escaping @Sendable () -> Void
    ) -> JoinableThread {
        let done = Monitor(false)
        let thread = Thread {
            _ = crt_thread_set_name(String(name.prefix(15)))
            switch priority {
            case .normal: onPriority?(true)
            case .idle: onPriority?(crt_thread_set_idle() == 0)
            case .realtime(let level): onPriority?(crt_thread_set_round_robin(Int32(level)) == 0)
            }
            body()
            done.withLock { $0 = true }
            done.notifyAll()
        }
        thread.stackSize = stackByteCount
        thread.start()
        return JoinableThread(done: done)
    }
}

/// A started thread's end, for orderly stops. Any thread.
public struct JoinableThread: Sendable {
    let done: Monitor<Bool>

    /// Waits for the thread to return; false when it has not by `deadline`.
    @discardableResult
    public func join(until deadline: MonotonicInstant = .distantFuture) -> Bool {
        done.wait(until: deadline) { $0 ? true : nil } ?? false
    }
}
