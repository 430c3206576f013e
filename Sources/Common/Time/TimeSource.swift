internal import CRealtime
internal import Glibc

/// Where a part gets its time from, so that tests and the simulation can give their own.
/// Nothing in the system reads a clock except through one of these.
public protocol TimeSource: Sendable {
    /// Now on CLOCK_MONOTONIC.
    func now() -> MonotonicInstant
    /// Now on the wall clock: nanoseconds since 1970-01-01 UTC. For people and logs only.
    func wallNanoseconds() -> Int64
    /// Now on International Atomic Time: nanoseconds since the SMPTE ST 2059 epoch
    /// (1970-01-01T00:00:00 TAI).
    func taiNanoseconds() -> Int64
    /// Blocks the calling thread until `deadline`.
    func sleep(until deadline: MonotonicInstant)
}

/// The machine's own clocks. Any thread.
public struct SystemTimeSource: TimeSource {
    /// Makes the system's time source; it holds no state.
    public init() {}

    public func now() -> MonotonicInstant {
        MonotonicInstant(nanoseconds: crt_clock_ns(CLOCK_MONOTONIC))
    }
    public func wallNanoseconds() -> Int64 { crt_clock_ns(CLOCK_REALTIME) }

    /// Reads CLOCK_TAI. Where the kernel was never told the offset (it then equals UTC), the
    /// 37 seconds in force since 2017 are added, so that hosts with and without PTP agree.
    public func taiNanoseconds() -> Int64 {
        let tai = crt_clock_ns(CLOCK_TAI)
        let utc = crt_clock_ns(CLOCK_REALTIME)
        let offset = tai - utc
        return offset > 500_000_000 ? tai : utc + Self.defaultTAIOffsetSeconds * 1_000_000_000
    }

    /// TAI − UTC since 2017-01-01 (IERS Bulletin C).
    public static let defaultTAIOffsetSeconds: Int64 = 37

    /// Whether the kernel knows the TAI offset; `holdover doctor` reports it.
    public var kernelKnowsTAIOffset: Bool {
        crt_clock_ns(CLOCK_TAI) - crt_clock_ns(CLOCK_REALTIME) > 500_000_000
    }

    public func sleep(until deadline: MonotonicInstant) { crt_sleep_until(deadline.nanoseconds) }
}
