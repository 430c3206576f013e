import Common

/// What the supervisor needs to know to run one child. A value, made before anything starts.
struct ChildPlan {
    /// The name in status, logs and messages: `renderd.a`.
    let name: String
    /// The program, an absolute path.
    let executable: String
    /// Without the program's name.
    let arguments: [String]
    /// The child's whole environment; the supervisor adds `NOTIFY_SOCKET` and `WATCHDOG_USEC`.
    let environment: [String: String]
    /// Silence for longer than this, once ready, is a hang: the child is killed.
    let watchdog: Nanoseconds
    /// Children start in stages, lowest first; a stage begins when the one before is ready.
    let startStage: Int
    /// Children stop in stages, lowest first; a stage begins when the one before has exited.
    let stopStage: Int
    /// An orderly stop may take this long; the card completes its recordings.
    let stopPatience: Nanoseconds
}
