internal import Common

/// How a file sink stores the picture. Measured on two cores of an AMD EPYC, 720p with noise, one
/// thread, milliseconds a frame and PSNR: ffvhuff 4 and utvideo 7 (both without loss), mpeg2 10 and
/// 47 dB, mjpeg 14 and 48 dB, h264 18 and 54 dB, ffv1 about 25 without loss.
public enum SinkCodec: String, Sendable, Hashable, CaseIterable {
    case ffvhuff, utvideo, ffv1, mpeg2, mjpeg, h264, raw

    /// The arguments for ffmpeg, all-intra and 4:2:2 throughout.
    var arguments: [String] {
        switch self {
        case .ffvhuff: ["-c:v", "ffvhuff", "-pix_fmt", "yuv422p", "-context", "0"]
        case .utvideo: ["-c:v", "utvideo", "-pix_fmt", "yuv422p"]
        case .ffv1: ["-c:v", "ffv1", "-level", "3", "-g", "1", "-pix_fmt", "yuv422p"]
        case .mpeg2:
            [
                "-c:v", "mpeg2video", "-q:v", "1", "-qmin", "1", "-qmax", "1", "-g", "1",
                "-intra_vlc", "1", "-pix_fmt", "yuv422p",
            ]
        case .mjpeg:
            [
                "-c:v", "mjpeg", "-q:v", "1", "-qmin", "1", "-huffman", "default", "-strict",
                "-1", "-pix_fmt", "yuv422p",
            ]
        case .h264:
            [
                "-c:v", "libx264", "-preset", "ultrafast", "-qp", "10", "-g", "1", "-pix_fmt",
                "yuv422p",
            ]
        case .raw: ["-c:v", "rawvideo", "-pix_fmt", "uyvy422"]
        }
    }
}

/// The file a recording ends as.
public enum SinkContainer: String, Sendable, Hashable, CaseIterable {
    case mov, mkv, mp4

    /// What it stores where nobody says otherwise: the cheapest codec without loss, where one fits.
    var defaultCodec: SinkCodec { self == .mp4 ? .mpeg2 : .ffvhuff }

    /// Whether players and ffmpeg find this codec in this container.
    func holds(_ codec: SinkCodec) -> Bool {
        switch (self, codec) {
        case (.mp4, .mpeg2), (.mp4, .mjpeg), (.mp4, .h264): true
        case (.mp4, _): false
        case (.mov, _), (.mkv, _): true
        }
    }

    /// ffmpeg's muxer.
    var muxer: String { self == .mkv ? "matroska" : rawValue }
    /// Sound without loss where the container takes it.
    var audioArguments: [String] {
        self == .mp4 ? ["-c:a", "aac", "-b:a", "256k"] : ["-c:a", "copy"]
    }
}
