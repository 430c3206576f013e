internal import Common
internal import CoordinatorDecision
internal import Proto

/// What one coordinator start is given; fixed for its life.
struct EngineSettings: Sendable {
    var epoch: UInt64
    var instance: String
    var role: String
    var policy: PolicySettings
    var workingFormat: WorkingFormat
    /// Live state is written to SQLite this long after its first change.
    var debounce = Nanoseconds.milliseconds(250)
    /// Longest idempotency key taken, in bytes.
    var keyBytesMax = 200
}
