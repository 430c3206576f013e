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

    enum CodingKeys: String, CodingKey {
        case format
        case frameMilliseconds = "frame_milliseconds"
        case medianMilliseconds = "median_milliseconds"
        case frameCount = "frame_count"
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
        let input = BarsPicture.payload(format)
        var output = [UInt8](repeating: 0, count: format.payloadByteCount)
        var durations: [Nanoseconds] = []
        let end = time.now() + span
        var index = FrameIndex(0)
        while durations.count < 20 || time.now() < end {
            let start = time.now()
            try input.withUnsafeBytes { input in
                try output.withUnsafeMutableBytes { output in
                    try renderer.draw(index: index, input: input, into: output)
                }
            }
            // The first frames pay for the driver's own preparations.
            if index.value >= 3 { durations.append(time.now() - start) }
            index += 1
        }
        durations.sort()
        let p95 = durations[min(durations.count * 95 / 100, durations.count - 1)]
        return FrameMeasurement(
            format: "\(format)", frameMilliseconds: p95.milliseconds,
            medianMilliseconds: durations[durations.count / 2].milliseconds,
            frameCount: durations.count)
    }
}
