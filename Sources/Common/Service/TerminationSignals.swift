internal import CRealtime
internal import Glibc

/// Turns SIGTERM and SIGINT into a call, and SIGHUP into another. The calls of a process's life start
/// here.
public enum TerminationSignals {
    /// Blocks the signals and calls `body` for each SIGTERM and SIGINT, `reload` for each SIGHUP, on
    /// a thread of its own. Call on the main thread before any other thread is started, since threads
    /// inherit what is blocked.
    public static func handle(
        reload: @escaping @Sendable () -> Void = {}, _ body: @escaping @Sendable () -> Void
    ) {
        let signals = [SIGTERM, SIGINT, SIGHUP]
        let descriptor = crt_signal_descriptor(signals, Int32(signals.count))
        guard descriptor >= 0 else { return }
        WorkerThread.start(named: "signals", owner: "process", .critical) {
            var set = PollSet()
            set.add(descriptor, for: .read)
            while true {
                guard set.wait(until: .distantFuture) else { continue }
                while true {
                    let number = crt_signal_next(descriptor)
                    guard number > 0 else { break }
                    if number == SIGHUP { reload() } else { body() }
                }
            }
        }
    }
}
