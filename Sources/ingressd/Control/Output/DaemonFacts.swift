import Common
import Proto

/// What is known of one daemon, from the coordinator's link and from the supervisor.
struct DaemonFacts: Sendable, Equatable {
    let name: String
    var pid: Int32?
    var restarts: Int?
    /// `up`, `down`, `degraded`, `connecting` or `unknown`.
    var state: String
    var detail = ""
    /// Age of its last sign of life; nil where it gives none here.
    var heartbeatAge: Nanoseconds?
    /// Whether the demo may kill it: the supervisor has started it.
    var isSupervised = false

    var json: JSONValue {
        [
            "name": .string(name), "pid": pid.map { .count($0) } ?? .null,
            "restarts": restarts.map { .count($0) } ?? .null, "state": .string(state),
            "detail": .string(detail),
            "heartbeatAgeMilliseconds":
                heartbeatAge.map { .count($0.count / 1_000_000) } ?? .null,
            "supervised": .bool(isSupervised),
        ]
    }
}
