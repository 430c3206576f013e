internal import Common
internal import Proto

/// A histogram at one instant, from which the sample between two of them is made.
struct TimingTotals: Sendable {
    private var bounds: [Double] = []
    private var cumulative: [UInt64] = []
    private var count: UInt64 = 0
    private var seconds = 0.0

    /// Nothing measured yet.
    init() {}

    /// What `histogram` has counted so far.
    init(_ histogram: Histogram) {
        bounds = histogram.buckets
        (cumulative, count, seconds) = histogram.read()
    }

    /// The durations measured since `before`; nil when there was none, or a count went down: then
    /// `before` was another histogram of the same name. Shortest and longest are the bounds of the
    /// buckets they fell into, since a histogram keeps no more.
    func sample(since before: TimingTotals, metric: String) -> TimingSampleRecorded? {
        guard count > before.count else { return nil }
        guard zip(cumulative, before.cumulative).allSatisfy({ $0 >= $1 }) else { return nil }
        let number = count - before.count
        let mean = max(seconds - before.seconds, 0) / Double(number)
        let grown = cumulative.indices.map { place in
            cumulative[place] - (place < before.cumulative.count ? before.cumulative[place] : 0)
        }
        let first = grown.firstIndex { $0 > 0 } ?? bounds.count
        let last = grown.firstIndex { $0 == number } ?? bounds.count
        let shortest = first == 0 ? 0 : bounds[first - 1]
        let longest = last < bounds.count ? bounds[last] : max(mean, bounds.last ?? 0)
        return TimingSampleRecorded(
            metric: metric, count: number, minimumNanoseconds: Self.nanoseconds(shortest),
            meanNanoseconds: Self.nanoseconds(mean), maximumNanoseconds: Self.nanoseconds(longest))
    }

    private static func nanoseconds(_ seconds: Double) -> UInt64 { UInt64(seconds * 1e9) }
}
