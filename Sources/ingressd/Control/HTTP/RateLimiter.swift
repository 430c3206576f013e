import Common

/// A token bucket for each client address. Owned by the event loop.
struct RateLimiter {
    private struct Bucket {
        var tokens: Double
        var at: MonotonicInstant
    }

    private let perSecond: Double
    private let burst: Double
    private var buckets: [String: Bucket] = [:]

    /// Addresses remembered at a time.
    private static let addressMaximum = 1024

    init(perSecond: Double, burst: Double) {
        self.perSecond = perSecond
        self.burst = burst
    }

    /// Takes a token; false when there is none.
    mutating func allows(_ address: String, at now: MonotonicInstant) -> Bool {
        if buckets.count >= Self.addressMaximum, buckets[address] == nil {
            // Full buckets say no more than absent ones; only busy addresses are kept.
            buckets = buckets.filter { refilled($0.value, at: now) < burst }
            if buckets.count >= Self.addressMaximum { return false }
        }
        var bucket = buckets[address] ?? Bucket(tokens: burst, at: now)
        bucket.tokens = refilled(bucket, at: now)
        bucket.at = now
        let allowed = bucket.tokens >= 1
        if allowed { bucket.tokens -= 1 }
        buckets[address] = bucket
        return allowed
    }

    private func refilled(_ bucket: Bucket, at now: MonotonicInstant) -> Double {
        min(burst, bucket.tokens + (now - bucket.at).seconds * perSecond)
    }
}
