internal import Common

/// What a process's side counts besides its queues.
struct LinkMetrics: Sendable {
    let malformed: Counter
    let unknownOutcomes: Counter
    let lateReplies: Counter
    let gaps: Counter
    let missed: Counter
    let resyncs: Counter
    let connections: Counter
    let telemetryDropped: Counter
    let wakeUps: Counter

    init(_ registry: MetricsRegistry) {
        malformed = registry.counter(
            "messages_malformed_total", help: "Messages dropped because they made no sense")
        unknownOutcomes = registry.counter(
            "requests_outcome_unknown_total", help: "Requests sent and never answered")
        lateReplies = registry.counter(
            "replies_late_total", help: "Replies nobody waited for any more")
        gaps = registry.counter("event_gaps_total", help: "Gaps seen in the event stream")
        missed = registry.counter("events_missed_total", help: "Events missed and then fetched")
        resyncs = registry.counter("event_resyncs_total", help: "Times the state was fetched")
        connections = registry.counter(
            "coordinator_connections_total", help: "Connections made to the coordinator")
        telemetryDropped = registry.counter(
            "telemetry_dropped_total", help: "Observations given up before they were sent")
        wakeUps = registry.counter(
            "messaging_wakeups_total", help: "Turns of the messaging thread's loop")
    }
}
