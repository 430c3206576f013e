import Common

/// Counts of the OSC input; one counter for each reason, made at start.
struct OSCMetrics: Sendable {
    let packets: Counter
    let messages: Counter
    private let byReason: [String: Counter]

    /// Reasons beside those of the parser.
    static let ownReasons = [
        "sender_not_allowed", "time_too_far_ahead", "too_many_scheduled", "receive_error",
        "unknown_address", "unknown_target", "wrong_arguments", "queue_full", "rejected",
        "coordinator_away",
    ]

    init(_ registry: MetricsRegistry) {
        packets = registry.counter("osc_packets_total", help: "OSC packets received.")
        messages = registry.counter("osc_messages_total", help: "OSC messages received.")
        var byReason: [String: Counter] = [:]
        for reason in OSCError.allCases.map(\.rawValue) + Self.ownReasons {
            byReason[reason] = registry.counter(
                "osc_refused_total", help: "OSC packets and messages not used, by reason.",
                labels: [("reason", reason)])
        }
        self.byReason = byReason
    }

    func refused(_ reason: String) { byReason[reason]?.add() }
}
