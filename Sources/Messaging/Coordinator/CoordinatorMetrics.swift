internal import Common

/// What the coordinator's side counts besides its queues.
struct CoordinatorMetrics: Sendable {
    let malformed: Counter
    let expired: Counter
    let published: Counter
    let replyFailures: Counter
    let duplicateFacts: Counter
    let factGaps: Counter
    let supersededEpochs: Counter
    let rebinds: Counter
    let wakeUps: Counter

    init(_ registry: MetricsRegistry) {
        malformed = registry.counter(
            "messages_malformed_total", help: "Messages dropped because they made no sense")
        expired = registry.counter(
            "requests_expired_total", help: "Requests refused because their deadline had passed")
        published = registry.counter("events_published_total", help: "Events published")
        replyFailures = registry.counter(
            "replies_failed_total", help: "Replies whose asker had gone or was full")
        duplicateFacts = registry.counter(
            "facts_duplicate_total", help: "Facts that came again and were not handled again")
        factGaps = registry.counter(
            "facts_gap_total", help: "Facts left with their sender until the one before it came")
        supersededEpochs = registry.counter(
            "fact_epochs_superseded_total",
            help: "Sender starts whose unacknowledged facts died with them")
        rebinds = registry.counter(
            "sockets_rebound_total", help: "Removed socket files bound anew")
        wakeUps = registry.counter(
            "messaging_wakeups_total", help: "Turns of the messaging thread's loop")
    }
}
