import Ancillary
import Common

/// What became of ancillary packets. Atomics.
struct AncillaryGauges: Sendable {
    private let shown: Gauge
    private let retried: Gauge
    private let lost: Gauge
    private let malformed: Gauge
    private let overflows: Gauge

    init(_ registry: MetricsRegistry) {
        func messages(_ fate: String) -> Gauge {
            registry.gauge(
                "output_splice_messages",
                help: "SCTE-104 messages since start: shown, sent again with a later slot, lost.",
                labels: [("fate", fate)])
        }
        shown = messages("shown")
        retried = messages("retried")
        lost = messages("lost")
        malformed = registry.gauge(
            "output_ancillary_malformed",
            help: "Caption packets since start whose shape was wrong; passed on as they came.")
        overflows = registry.gauge(
            "output_ancillary_overflows", help: "Packets since start that found no room.")
    }

    /// Playout thread.
    func set(_ source: AncillarySource) {
        shown.set(source.messages.shownCount)
        retried.set(source.messages.retriedCount)
        lost.set(source.messages.lostCount)
        malformed.set(source.malformedCount)
        overflows.set(source.overflowCount)
    }
}
