internal import Common

/// One input's metrics.
struct InputInstruments {
    let written: Counter
    let missed: Counter
    let skipped: Counter
    let unwritable: Counter
    let late: Counter
    let present: Gauge
    let duration: Histogram

    init(number: Int, registry: MetricsRegistry) {
        let label = [("input", "\(number)")]
        written = registry.counter(
            "capture_frames_total", help: "Frames written to the input's ring.", labels: label)
        missed = registry.counter(
            "capture_missed_slots_total", help: "Slots for which the source had no frame.",
            labels: label)
        skipped = registry.counter(
            "capture_skipped_slots_total", help: "Slots passed over after falling behind.",
            labels: label)
        unwritable = registry.counter(
            "capture_unwritable_slots_total", help: "Slots whose ring could not be written.",
            labels: label)
        late = registry.counter(
            "capture_late_slots_total",
            help: "Live slots written a period late or more: readers may have gone on.",
            labels: label)
        present = registry.gauge(
            "capture_input_present", help: "1 while the input brings frames.", labels: label)
        duration = registry.histogram(
            "capture_frame_seconds", help: "Time to write one frame with its sound.",
            buckets: Histogram.frameBuckets, labels: label)
    }
}
