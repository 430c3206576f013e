import Common
import Synchronization

/// What the render thread counts. Written by the render thread, read anywhere.
final class RenderMetrics: Sendable {
    let frames: Counter
    let overruns: Counter
    let late: Counter
    let skippedClaimed: Counter
    let inputMisses: Counter
    let lateSnapshots: Counter
    let previews: Counter
    let previewsSkipped: Counter
    let failures: Counter
    let renderDuration: Histogram
    let drawDuration: Histogram
    let readBackDuration: Histogram
    let layers: Gauge
    let timings: PassTimings
    private let recent = Mutex(RecentDurations())

    init(_ registry: MetricsRegistry) {
        frames = registry.counter("frames_rendered_total", help: "Frames put into the ring.")
        overruns = registry.counter(
            "render_overruns_total",
            help: "Frames that were not drawn because they could not be in time.")
        late = registry.counter(
            "frames_late_total", help: "Frames that were ready only after their deadline.")
        skippedClaimed = registry.counter(
            "frames_skipped_claimed_total",
            help: "Frames not written because a device still showed their slot.")
        inputMisses = registry.counter(
            "input_misses_total", help: "Input frames that were not there when they were wanted.")
        lateSnapshots = registry.counter(
            "snapshots_late_total", help: "Snapshots that came after their index was drawn.")
        previews = registry.counter("previews_total", help: "Preview pictures written.")
        previewsSkipped = registry.counter(
            "previews_skipped_total", help: "Preview pictures left out because time was short.")
        failures = registry.counter(
            "frames_failed_total", help: "Frames that GL refused to draw.")
        renderDuration = registry.histogram(
            "render_duration_seconds", help: "One frame, from its start to its commit.",
            buckets: Histogram.frameBuckets)
        drawDuration = registry.histogram(
            "draw_submit_duration_seconds", help: "Input, layers and packing, as submitted.",
            buckets: Histogram.frameBuckets)
        readBackDuration = registry.histogram(
            "read_back_duration_seconds",
            help: "Finishing the frame and bringing it into the ring.",
            buckets: Histogram.frameBuckets)
        timings = PassTimings(registry)
        layers = registry.gauge("layers_visible", help: "Layers the last frame was drawn with.")
    }

    /// Adds a frame. Never blocks the render thread for longer than a copy.
    func record(_ frame: RenderedFrame) {
        frames.add()
        renderDuration.observe(frame.duration.seconds)
        recent.withLockIfAvailable { $0.add(frame) }
    }

    /// Adds a preview picture of the frame `index`.
    func recordPreview(of index: FrameIndex) {
        previews.add()
        recent.withLockIfAvailable { $0.newestPreview = index }
    }

    /// The newest frame and the newest preview since the last call.
    func takeNewest() -> (frame: RenderedFrame?, preview: FrameIndex?) {
        recent.withLock { recent in
            defer { (recent.newest, recent.newestPreview) = (nil, nil) }
            return (recent.newest, recent.newestPreview)
        }
    }

    /// Median and 99th percentile of the last frames, and how many those are.
    func recentPercentiles() -> (median: Nanoseconds, p99: Nanoseconds, count: Int) {
        recent.withLock { $0.percentiles() }
    }
}

/// A frame that is in the ring.
struct RenderedFrame: Sendable {
    let index: FrameIndex
    /// Of the snapshot it was drawn from; 0 without one.
    let snapshotNumber: UInt64
    /// From its start to its commit.
    let duration: Nanoseconds
}

/// The durations of the last frames, in a ring.
struct RecentDurations {
    /// The newest frame and preview that nobody has asked for yet.
    var newest: RenderedFrame?
    var newestPreview: FrameIndex?
    private var values = [Int64](repeating: 0, count: 512)
    private var total = 0

    mutating func add(_ frame: RenderedFrame) {
        values[total % values.count] = frame.duration.count
        newest = frame
        total += 1
    }

    func percentiles() -> (median: Nanoseconds, p99: Nanoseconds, count: Int) {
        let count = min(total, values.count)
        guard count > 0 else { return (.zero, .zero, 0) }
        let sorted = values.prefix(count).sorted()
        return (
            Nanoseconds(sorted[count / 2]), Nanoseconds(sorted[min(count * 99 / 100, count - 1)]),
            count
        )
    }
}
