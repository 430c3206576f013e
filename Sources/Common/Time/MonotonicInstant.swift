/// A span of time in whole nanoseconds. Never floating point: sums of frame periods must not drift.
public struct Nanoseconds: Sendable, Hashable, Comparable, Codable, ExpressibleByIntegerLiteral {
    /// The count of nanoseconds; may be negative.
    public var count: Int64

    /// Makes a span of `count` nanoseconds.
    public init(_ count: Int64) { self.count = count }
    /// Makes a span from a literal count of nanoseconds.
    public init(integerLiteral value: Int64) { self.count = value }

    /// Zero length.
    public static let zero = Nanoseconds(0)
    /// `count` whole microseconds.
    public static func microseconds(_ count: Int64) -> Nanoseconds { Nanoseconds(count * 1_000) }
    /// `count` whole milliseconds.
    public static func milliseconds(_ count: Int64) -> Nanoseconds {
        Nanoseconds(count * 1_000_000)
    }
    /// `count` whole seconds.
    public static func seconds(_ count: Int64) -> Nanoseconds { Nanoseconds(count * 1_000_000_000) }

    /// The same span in seconds, for display and metrics only.
    public var seconds: Double { Double(count) / 1e9 }
    /// The same span in milliseconds, for display and metrics only.
    public var milliseconds: Double { Double(count) / 1e6 }

    public static func < (a: Nanoseconds, b: Nanoseconds) -> Bool { a.count < b.count }
    public static func + (a: Nanoseconds, b: Nanoseconds) -> Nanoseconds {
        Nanoseconds(a.count + b.count)
    }
    public static func - (a: Nanoseconds, b: Nanoseconds) -> Nanoseconds {
        Nanoseconds(a.count - b.count)
    }
    public static func * (a: Nanoseconds, times: Int64) -> Nanoseconds {
        Nanoseconds(a.count * times)
    }
    public static func / (a: Nanoseconds, by: Int64) -> Nanoseconds { Nanoseconds(a.count / by) }
    public static prefix func - (a: Nanoseconds) -> Nanoseconds { Nanoseconds(-a.count) }
}

/// A point on CLOCK_MONOTONIC, in nanoseconds; the same in all processes of a host.
public struct MonotonicInstant: Sendable, Hashable, Comparable, Codable {
    /// Nanoseconds since boot (CLOCK_MONOTONIC).
    public var nanoseconds: Int64

    /// Makes the instant at `nanoseconds` of CLOCK_MONOTONIC.
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Later than any instant that occurs: wait without a deadline.
    public static let distantFuture = MonotonicInstant(nanoseconds: .max)

    public static func < (a: MonotonicInstant, b: MonotonicInstant) -> Bool {
        a.nanoseconds < b.nanoseconds
    }
    /// The instant `span` later; saturates at `distantFuture`.
    public static func + (a: MonotonicInstant, span: Nanoseconds) -> MonotonicInstant {
        let (sum, overflow) = a.nanoseconds.addingReportingOverflow(span.count)
        return overflow ? .distantFuture : MonotonicInstant(nanoseconds: sum)
    }
    public static func - (a: MonotonicInstant, span: Nanoseconds) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: a.nanoseconds - span.count)
    }
    /// The span from `b` to `a`.
    public static func - (a: MonotonicInstant, b: MonotonicInstant) -> Nanoseconds {
        Nanoseconds(a.nanoseconds - b.nanoseconds)
    }
}
