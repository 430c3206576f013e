public import Common
public import Proto
public import Shaders

/// One frame of a stack, drawn offline.
public enum Still {
    /// Draws the frames up to `frame` that feedback needs (at most the last 120), and returns that
    /// one as UYVY. `picture` is what lies below the layers; colour bars where it is nil.
    ///
    /// Throws `GraphicsError` or `ShaderFileError`.
    public static func draw(
        _ format: VideoFormat, layers: [SnapshotLayer], library: ShaderLibrary,
        frame: FrameIndex, picture: [UInt8]?
    ) throws -> [UInt8] {
        let renderer = try OfflineRenderer(format: format)
        try renderer.setLayers(layers, library: library)
        let below = picture ?? BarsPicture.payload(format)
        var output = [UInt8](repeating: 0, count: format.payloadByteCount)
        for index in max(0, frame.value - 120)...max(0, frame.value) {
            try below.withUnsafeBytes { below in
                try output.withUnsafeMutableBytes { output in
                    try renderer.draw(index: FrameIndex(index), input: below, into: output)
                }
            }
        }
        return output
    }
}
