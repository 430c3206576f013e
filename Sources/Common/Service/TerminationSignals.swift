internal import CRealtime
internal import Glibc

/// Turns SIGTERM and SIGINT into a call. The calls of a process's life start here.
public enum TerminationSignals {
    /// Blocks both signals and calls `body` for each that comes, on a thread of its own. Call on the
    /// main thread before any other thread is started, since threads inherit what is blocked.
    public static func handle(_ body: @escaping @Sendable () -> Void) {
        let signals = [SIGTERM, SIGINT]
        let descriptor = crt_signal_descriptor(signals, Int32(signals.count))
        guard descriptor >= 0 else { return }
        WorkerThread.start(named: "signals") {
            var set = PollSet()
            set.add(descriptor, for: .read)
            while true {
                guard set.wait(until: .distantFuture) else { continue }
                while crt_signal_next(descriptor) > 0 { body() }
            }
        }
    }
}
