internal import Common

/// The ffmpeg command lines of sinks. Pure: arguments are arrays, never a shell's text.
enum SinkCommands {
    /// Pictures arrive raw on stdin, sound on descriptor 4.
    static func input(format: VideoFormat, audio: AudioFormat) -> [String] {
        let layout: [String] =
            switch format.pixelFormat {
            case .uyvy: ["-f", "rawvideo", "-pix_fmt", "uyvy422"]
            case .bgra: ["-f", "rawvideo", "-pix_fmt", "bgra"]
            case .argb: ["-f", "rawvideo", "-pix_fmt", "argb"]
            case .nv12: ["-f", "rawvideo", "-pix_fmt", "nv12"]
            case .v210: ["-f", "v210"]
            }
        return ["-hide_banner", "-loglevel", "error", "-nostdin", "-y"]
            + ["-probesize", "32", "-analyzeduration", "0", "-thread_queue_size", "4"] + layout
            + ["-video_size", "\(format.width)x\(format.height)", "-framerate", rate(format.rate)]
            + ["-i", "pipe:0"]
            + ["-probesize", "32", "-analyzeduration", "0", "-thread_queue_size", "64"]
            + ["-f", "s32le", "-ar", "48000", "-ac", "\(audio.channelCount)", "-i", "pipe:4"]
            + ["-map", "0:v", "-map", "1:a", "-fps_mode", "passthrough"]
    }

    /// A crash-readable segment: short clusters, each written at once.
    static func segment(
        path: String, codec: SinkCodec, format: VideoFormat, audio: AudioFormat
    ) -> [String] {
        input(format: format, audio: audio) + fields(format.scan) + codec.arguments
            + colorimetry(format)
            + ["-c:a", "pcm_s32le", "-f", "matroska", "-cluster_time_limit", "200"]
            + ["-cluster_size_limit", "1000000", "-flush_packets", "1", "file:\(path)"]
    }

    /// A stream for people to watch: low delay, a key frame each second, no fields.
    static func stream(
        url: String, muxer: String, format: VideoFormat, audio: AudioFormat
    ) -> [String] {
        let second = Int(
            (format.rate.numerator + format.rate.denominator - 1) / format.rate.denominator)
        return input(format: format, audio: audio) + deinterlacing(format.scan)
            + ["-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency"]
            + ["-pix_fmt", "yuv420p", "-b:v", "6M", "-maxrate", "6M", "-bufsize", "6M"]
            + ["-g", "\(second)"] + colorimetry(format)
            + ["-c:a", "aac", "-b:a", "192k", "-ac", "\(min(audio.channelCount, 2))"]
            + (muxer == "hls" ? playlist(url) : []) + ["-f", muxer, url]
    }

    /// Six segments of two seconds; older ones are removed. A server is given them by PUT.
    private static func playlist(_ url: String) -> [String] {
        ["-hls_time", "2", "-hls_list_size", "6", "-hls_flags", "delete_segments+omit_endlist"]
            + (url.hasPrefix("http") ? ["-method", "PUT"] : [])
    }

    /// Joins segments without encoding the picture again. Matroska keeps milliseconds; where the
    /// container can do better, the exact time of each frame is put back by counting. The filter's
    /// time base must be the muxer's own: ffmpeg 5.1 does not convert between them.
    static func join(
        list: String, to path: String, container: SinkContainer, rate: FrameRate
    ) -> [String] {
        let factor = (10_000 + rate.numerator - 1) / rate.numerator
        let scale = rate.numerator * factor
        let step = rate.denominator * factor
        let exact = [
            "-bsf:v", "setts=ts=N*\(step):duration=\(step):time_base=1/\(scale)",
            "-video_track_timescale", "\(scale)",
        ]
        return ["-hide_banner", "-loglevel", "error", "-nostdin", "-y"]
            + ["-f", "concat", "-safe", "0", "-i", "file:\(list)", "-map", "0:v", "-map", "0:a"]
            + ["-c:v", "copy"] + container.audioArguments + (container == .mkv ? [] : exact)
            + ["-f", container.muxer, "file:\(path)"]
    }

    /// The concat script: each segment with the frames it counts for, so that sound that reached
    /// further than the picture before a crash does not push the rest away.
    static func list(_ segments: [SinkSegment], rate: FrameRate) -> String {
        var text = "ffconcat version 1.0\n"
        for (position, segment) in segments.enumerated() {
            text += "file '\(segment.path.replacing("'", with: "'\\''"))'\n"
            guard position + 1 < segments.count, let count = segment.frameCount else { continue }
            let span = rate.duration(ofFrames: count).seconds
            text += "outpoint \(span)\nduration \(span)\n"
        }
        return text
    }

    /// Counts the whole pictures in a segment.
    static func count(path: String) -> [String] {
        ["-v", "quiet", "-count_packets", "-select_streams", "v:0", "-show_entries"]
            + ["stream=nb_read_packets", "-of", "csv=p=0", "file:\(path)"]
    }

    /// Raw pictures do not tell that they are two fields.
    private static func fields(_ scan: ScanMode) -> [String] {
        switch scan {
        case .progressive: []
        case .topFieldFirst: ["-vf", "setfield=tff", "-field_order", "tt"]
        case .bottomFieldFirst: ["-vf", "setfield=bff", "-field_order", "bb"]
        }
    }

    private static func deinterlacing(_ scan: ScanMode) -> [String] {
        guard scan != .progressive else { return [] }
        let parity = scan == .topFieldFirst ? "tff" : "bff"
        return ["-vf", "setfield=\(parity),bwdif=mode=send_frame:parity=\(parity)"]
    }

    private static func rate(_ rate: FrameRate) -> String {
        "\(rate.numerator)/\(rate.denominator)"
    }

    private static func colorimetry(_ format: VideoFormat) -> [String] {
        let (space, transfer) =
            switch format.matrix {
            case .bt601: ("smpte170m", "smpte170m")
            case .bt709: ("bt709", "bt709")
            case .bt2020: ("bt2020nc", "bt2020-10")
            }
        let primaries = format.matrix == .bt2020 ? "bt2020" : space
        return [
            "-color_primaries", primaries, "-color_trc", transfer, "-colorspace", space,
            "-color_range", format.range == .narrow ? "tv" : "pc",
        ]
    }
}

/// One file a child has written, or is writing.
struct SinkSegment: Equatable {
    let path: String
    /// Its first frame's place in the recording.
    let firstPosition: Int64
    /// Whole frames that count; nil while it is the last.
    var frameCount: Int64?
}
