internal import CRealtime

/// A stretch of a thread's work that must not allocate, take a lock, log or call the kernel, but for what
/// is agreed on (`tools/known-waits`). The real-time sanitizer watches it (`make rtsan`); elsewhere this
/// costs a comparison.
public enum RealtimeStretch {
    /// Begins on the calling thread; stretches nest.
    public static func begin() { crt_realtime_enter() }

    /// Ends on the same thread.
    public static func end() { crt_realtime_exit() }
}
