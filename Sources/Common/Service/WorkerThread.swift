internal import CRealtime
internal import Foundation
internal import Logging

/// How the scheduler should treat a thread.
public enum ThreadPriority: Sendable, Hashable {
    case normal
    /// Gives way to everything else (nice 10): builds, back-ups. It is not starved, as SCHED_IDLE would
    /// be on a busy host: what waits for it would wait for ever, a driver's lock included.
    case background
    /// SCHED_RR at this priority (1–99); falls back to normal where it is not allowed.
    case realtime(Int)

    /// Gives the calling thread this priority. False where it is not allowed, and for `normal`, which
    /// is what a thread starts with: going back to it from another needs a privilege.
    @discardableResult
    public func adopt() -> Bool {
        switch self {
        case .normal: false
        case .background: crt_thread_set_background() == 0
        case .realtime(let level): crt_thread_set_round_robin(Int32(level)) == 0
        }
    }
}

/// Named threads with a known owner. No anonymous thread exists in any daemon.
///
/// A body that returns has ended in order. One that throws has died: of a critical loop the whole
/// process ends, loudly, and supervision starts it anew; any other is started again in place, after
/// 10 ms the first time and up to a second when it dies again and again. Both are on the process's
/// `LoopBoard`, in its log and in its metrics.
public enum WorkerThread {
    /// The first deaths cost next to nothing; a disk that stays full is asked once a second.
    static let firstPause = Nanoseconds.milliseconds(10)
    static let longestPause = Nanoseconds.seconds(1)
    /// A loop that lived so long begins anew with the first pause.
    static let quietSpan = Nanoseconds.seconds(10)
    /// EX_SOFTWARE: what a process ends with whose critical loop died.
    static let exitCode: Int32 = 70

    /// Starts a thread named `name` (shown by top -H, at most 15 characters) that runs `body` to
    /// its end, for `owner`, the part of the process that also ends it. `onPriority` learns, on the
    /// new thread, whether the priority was granted. Threads that call compilers (GL drivers) need a
    /// larger stack. `onDeath` learns why a loop died that is to be started again; `isWanted` is asked
    /// whether it still is.
    @discardableResult
    public static func start(
        named name: String, owner: String = "process", _ criticality: LoopCriticality = .degrading,
        priority: ThreadPriority = .normal, stackByteCount: Int = 1 << 20,
        onPriority: (@Sendable (Bool) -> Void)? = nil,
        onDeath: (@Sendable (String) -> Void)? = nil,
        isWanted: @escaping @Sendable () -> Bool = { true },
        _ body: @escaping @Sendable () throws -> Void
    ) -> JoinableThread {
        let done = Monitor(false)
        let thread = Thread {
            _ = crt_thread_set_name(String(name.prefix(15)))
            let place = LoopBoard.process.enter(name, owner: owner, criticality)
            // Not within the optional call, which would not be made where nobody asks.
            let isGranted = priority == .normal || priority.adopt()
            onPriority?(isGranted)
            run(name, criticality, place, onDeath, isWanted, body)
            LoopBoard.process.leave(place)
            done.withLock { $0 = true }
            done.notifyAll()
        }
        thread.stackSize = stackByteCount
        thread.start()
        return JoinableThread(done: done)
    }

    private static func run(
        _ name: String, _ criticality: LoopCriticality, _ place: UInt64,
        _ onDeath: (@Sendable (String) -> Void)?, _ isWanted: @Sendable () -> Bool,
        _ body: @Sendable () throws -> Void
    ) {
        let time = SystemTimeSource()
        var backOff = firstPause
        while true {
            let began = time.now()
            do {
                return try body()
            } catch {
                let cause = "\(error)"
                let log = Logger(label: name)
                if criticality == .critical { end(name, place, cause, log) }
                LoopBoard.process.died(place, of: cause, .restarting)
                onDeath?(cause)
                let now = time.now()
                if now - began > quietSpan { backOff = firstPause }
                log.error(
                    "loop died; it is started again",
                    metadata: [
                        "event": "loop_died", "loop": "\(name)", "cause": "\(cause)",
                        "in_ms": "\(backOff.count / 1_000_000)",
                    ])
                while isWanted(), time.now() < now + backOff {
                    time.sleep(until: min(now + backOff, time.now() + .milliseconds(100)))
                }
                backOff = min(backOff * 2, longestPause)
                guard isWanted() else { return }
                LoopBoard.process.restarted(place)
            }
        }
    }

    private static func end(_ name: String, _ place: UInt64, _ cause: String, _ log: Logger) {
        LoopBoard.process.died(place, of: cause, .failed)
        log.critical(
            "a loop died that the process is nothing without; the process ends",
            metadata: ["event": "loop_died", "loop": "\(name)", "cause": "\(cause)"])
        // No exit handlers: other threads still run, and what they hold must not hold up the end.
        _exit(exitCode)
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
