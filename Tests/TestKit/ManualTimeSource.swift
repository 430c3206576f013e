public import Common

/// A clock that moves only when a test moves it. Any thread.
public final class ManualTimeSource: TimeSource {
    private let instant: Monitor<MonotonicInstant>

    /// Starts at `start`.
    public init(start: MonotonicInstant = MonotonicInstant(nanoseconds: 1_000_000_000)) {
        instant = Monitor(start)
    }

    public func now() -> MonotonicInstant { instant.withLock { $0 } }
    public func wallNanoseconds() -> Int64 { 1_700_000_000_000_000_000 + now().nanoseconds }
    public func taiNanoseconds() -> Int64 { wallNanoseconds() + 37_000_000_000 }
    public func sleep(until deadline: MonotonicInstant) {
        _ = instant.wait(until: .distantFuture) { $0 >= deadline ? true : nil }
    }

    /// Moves on and wakes who sleeps.
    public func advance(by span: Nanoseconds) {
        instant.withLock { $0 = $0 + span }
        instant.notifyAll()
    }
}
