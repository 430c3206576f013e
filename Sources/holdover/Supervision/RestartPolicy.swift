import Common

/// When a dead child starts again: after 20 ms, as the production units do, and slower only in a
/// crash loop. Pure; the supervisor owns one for each child.
///
/// Worked example: four deaths within ten seconds each cost 20 ms. From the fifth on the pause
/// doubles, 40 ms, 80 ms … up to 5 s, until the child has lived for ten seconds.
struct RestartPolicy {
    /// The pause that costs no viewer a frame more than it must.
    static let pause = Nanoseconds.milliseconds(20)
    static let pauseMax = Nanoseconds.seconds(5)
    /// Deaths within `window` that make a crash loop.
    static let loopDeathCount = 5
    static let window = Nanoseconds.seconds(10)

    private var deaths: [MonotonicInstant] = []
    private var slowPause = RestartPolicy.pause

    /// True while the last answer was slowed down.
    private(set) var isInCrashLoop = false

    /// Records a death at `now` and says how long to wait before the next start.
    mutating func pauseAfterDeath(at now: MonotonicInstant) -> Nanoseconds {
        if let last = deaths.last, now - last > Self.window { slowPause = Self.pause }
        deaths.append(now)
        deaths.removeAll { now - $0 > Self.window }
        isInCrashLoop = deaths.count >= Self.loopDeathCount || slowPause > Self.pause
        guard isInCrashLoop else { return Self.pause }
        slowPause = min(slowPause * 2, Self.pauseMax)
        return slowPause
    }
}
