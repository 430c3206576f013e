internal import Common
internal import Proto

/// The coordinator's own counters. Any thread.
struct EngineMetrics: Sendable {
    let accepted: Counter
    let rejected: Counter
    let replayed: Counter
    let expired: Counter
    let notStored: Counter
    let facts: Counter
    let snapshots: Counter
    let snapshotsCoalesced: Counter
    let recordsNotQueued: Counter

    init(_ registry: MetricsRegistry) {
        let help = "Commands decided, by outcome."
        func commands(_ outcome: String) -> Counter {
            registry.counter(
                "coordinator_commands_total", help: help, labels: [("outcome", outcome)])
        }
        accepted = commands("accepted")
        rejected = commands("rejected")
        replayed = commands("replayed")
        expired = commands("expired")
        notStored = registry.counter(
            "coordinator_not_stored_total",
            help: "Changes answered as made and not stored, since the store could not be written.")
        facts = registry.counter("coordinator_facts_total", help: "Facts taken up.")
        snapshots = registry.counter(
            "coordinator_snapshots_total", help: "Snapshots published.")
        snapshotsCoalesced = registry.counter(
            "coordinator_snapshots_coalesced_total",
            help: "Snapshot requests answered by one snapshot of the same burst.")
        recordsNotQueued = registry.counter(
            "coordinator_records_not_queued_total",
            help: "Records a failing store had no room for; their state is in later ones.")
    }

    func count(_ outcome: MutationOutcome) {
        (outcome.accepted ? accepted : rejected).add()
    }
}
