internal import Foundation

/// How far local time is ahead of UTC; looked up once a minute. Owned by the decision thread.
struct LocalTime {
    private var minute: Int64 = .min
    private var seconds = 0

    /// The offset at a wall-clock instant, in seconds.
    mutating func offset(at wall: Int64) -> Int {
        let now = wall / 60_000_000_000
        guard now != minute else { return seconds }
        minute = now
        seconds = TimeZone.current.secondsFromGMT(
            for: Date(timeIntervalSince1970: Double(now) * 60))
        return seconds
    }
}
