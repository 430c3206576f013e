internal import Synchronization

/// A count that only grows. Any thread; one atomic add, fit for real-time loops.
public final class Counter: Sendable {
    private let count = Atomic<UInt64>(0)

    /// Makes a counter at zero.
    public init() {}
    /// Adds `amount`.
    public func add(_ amount: UInt64 = 1) { count.wrappingAdd(amount, ordering: .relaxed) }
    /// The count now.
    public var value: UInt64 { count.load(ordering: .relaxed) }
}

/// A value that goes up and down. Any thread; one atomic store.
public final class Gauge: Sendable {
    private let bits = Atomic<UInt64>(0)

    /// Makes a gauge at zero.
    public init() {}
    /// Sets the value.
    public func set(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }
    /// Sets a whole value.
    public func set(_ value: Int) { set(Double(value)) }
    /// The value now.
    public var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }
}

/// Counts of observations by upper bound, as Prometheus wants them. Any thread; a short scan and
/// three atomic adds, no allocation.
public final class Histogram: Sendable {
    /// Upper bounds in ascending order, without +Inf.
    public let buckets: [Double]
    private let counts: [Cell]
    private let total = Atomic<UInt64>(0)
    /// The sum in nanounits, so that it can be an integer add.
    private let sumNano = Atomic<Int64>(0)

    private final class Cell: Sendable { let count = Atomic<UInt64>(0) }

    /// For dispatch times in seconds: 50 µs to 1 s.
    public static let durationBuckets: [Double] = [
        0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 1,
    ]
    /// For frame times in seconds: around the periods of the broadcast rates.
    public static let frameBuckets: [Double] = [
        0.001, 0.002, 0.004, 0.008, 0.012, 0.0167, 0.02, 0.033, 0.04, 0.08, 0.16, 0.5,
    ]

    /// Makes an empty histogram over `buckets` (ascending upper bounds).
    public init(buckets: [Double]) {
        self.buckets = buckets
        self.counts = buckets.map { _ in Cell() }
    }

    /// Adds one observation.
    public func observe(_ value: Double) {
        for (bound, cell) in zip(buckets, counts) where value <= bound {
            cell.count.wrappingAdd(1, ordering: .relaxed)
            break
        }
        total.wrappingAdd(1, ordering: .relaxed)
        sumNano.wrappingAdd(Int64(value * 1e9), ordering: .relaxed)
    }

    /// Cumulative counts by bound, the count of all, and the sum.
    public func read() -> (cumulative: [UInt64], count: UInt64, sum: Double) {
        var running: UInt64 = 0
        let cumulative = counts.map { cell -> UInt64 in
            running += cell.count.load(ordering: .relaxed)
            return running
        }
        return (
            cumulative, max(total.load(ordering: .relaxed), running),
            Double(sumNano.load(ordering: .relaxed)) / 1e9
        )
    }
}
