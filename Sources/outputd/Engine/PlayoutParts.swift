import Common
import Frames
import Playout

/// Everything the playout thread owns, made before it starts and handed over once.
struct PlayoutParts {
    let core: PlayoutCore
    let timeline: TimelineWriter
    let sources: PictureSources
    let sound: SoundSource
    let ancillary: AncillarySource
    let signal: DeviceSignal
    let mailbox: PlayoutMailbox
    let notifier: ServiceNotifier
    let gauges: OutputGauges
    /// To the loop that writes the slot log.
    let log: HandOffQueue<OutputReport>
    /// To the loop that reports.
    let reports: HandOffQueue<OutputReport>
    /// To the loop that watches the signal; nil where none does.
    let aired: HandOffQueue<AiredSlot>?
    let readyTarget: Int
}

/// What the playout thread measures and others read. Atomics.
final class OutputGauges: Sendable {
    let scheduledDepth: Gauge
    let readyDepth: Gauge
    let laneChanges: Gauge
    let passthroughReady: Gauge
    let formatMismatches: Gauge
    let ancillary: AncillaryGauges
    let wakeLatency: Histogram
    let turnDuration: Histogram

    init(_ registry: MetricsRegistry) {
        scheduledDepth = registry.gauge(
            "output_scheduled_depth", help: "Slots scheduled ahead of the device.")
        readyDepth = registry.gauge(
            "output_ready_depth", help: "Frames drawn and not yet scheduled.")
        laneChanges = registry.gauge(
            "output_lane_changes", help: "Times the lane on air changed since start.")
        passthroughReady = registry.gauge(
            "output_passthrough_ready", help: "1 when the clean input could be shown.")
        formatMismatches = registry.gauge(
            "output_ring_format_mismatches", help: "Looks at a ring of another format.")
        ancillary = AncillaryGauges(registry)
        wakeLatency = registry.histogram(
            "output_completion_latency_seconds",
            help: "From the device's tick to the playout thread.",
            buckets: Histogram.durationBuckets)
        turnDuration = registry.histogram(
            "output_turn_duration_seconds",
            help: "From waking up to waiting again, in the playout thread.",
            buckets: Histogram.durationBuckets)
    }
}
