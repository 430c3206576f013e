internal import CRealtime

/// A stretch of a thread's work that must not allocate, take a lock, log or call the kernel, but for what
/// is agreed on (`tools/known-waits`). The real-time sanitizer watches it (`make rtsan`); elsewhere this
/// costs a comparison.
public enum RealtimeStretch {
    /// Begins on the calling thread; stretches nest.
    public static func begin() { crt_realtime_enter() }

    /// Ends on the same thread.
    public static func end() { crt_realtime_exit() }

    /// Within a stretch: `work` is a call of somebody else's code that does nothing of ours, such as the
    /// GL driver's; what that allocates or locks is not judged.
    @inline(__always)
    public static func foreign<Result>(_ work: () -> Result) -> Result {
        foreignBegins()
        defer { foreignEnds() }
        return work()
    }

    /// For `foreign`, which is inlined elsewhere.
    public static func foreignBegins() { crt_foreign_enter() }

    /// For `foreign`.
    public static func foreignEnds() { crt_foreign_exit() }
}
