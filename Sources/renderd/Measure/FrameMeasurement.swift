internal import CGraphics
public import Common
import Foundation
public import Proto
public import Shaders

/// How long this machine takes for one frame of a stack: upload, decode, layers, packing and
/// read-back, back to back, without anything else running.
public struct FrameMeasurement: Sendable, Encodable {
    /// What was measured, such as `1280x720p50`.
    public var format: String
    /// The 95th percentile in milliseconds.
    public var frameMilliseconds: Double
    /// The median in milliseconds.
    public var medianMilliseconds: Double
    /// Frames that were timed.
    public var frameCount: Int
    /// What the parts take, each finished before the next: medians.
    public var parts: FrameParts
    /// The median of the same passes called from a bare loop, in turns with ours; nil where the stack is
    /// not drawn in a single pass.
    public var bareMilliseconds: Double?

    enum CodingKeys: String, CodingKey {
        case format
        case frameMilliseconds = "frame_milliseconds"
        case medianMilliseconds = "median_milliseconds"
        case frameCount = "frame_count"
        case parts
        case bareMilliseconds = "bare_milliseconds"
    }

    /// Times `layers` for at least `span` and 20 frames. Blocks; needs a thread without a context.
    ///
    /// Throws `GraphicsError` or `ShaderFileError`.
    public static func measure(
        _ format: VideoFormat, layers: [SnapshotLayer], library: ShaderLibrary,
        isFused: Bool = true,
        span: Nanoseconds = .milliseconds(1500), time: any TimeSource = SystemTimeSource()
    ) throws -> FrameMeasurement {
        let renderer = try OfflineRenderer(format: format)
        try renderer.setLayers(layers, library: library)
        if isFused { try renderer.fuse() }
        let bench = FrameBench(renderer, format: format, time: time)
        let frames = try bench.frames(for: span)
        let sorted = frames.whole.sorted()
        let p95 = sorted[min(sorted.count * 95 / 100, sorted.count - 1)]
        return FrameMeasurement(
            format: "\(format)", frameMilliseconds: p95.milliseconds,
            medianMilliseconds: FrameBench.median(frames.whole) ?? 0, frameCount: sorted.count,
            parts: try bench.parts(frameCount: 20),
            bareMilliseconds: FrameBench.median(frames.bare))
    }
}
