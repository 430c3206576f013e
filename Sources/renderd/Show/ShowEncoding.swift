import Common

/// What a file's ending makes of a show.
enum ShowEncoding: String, CaseIterable {
    /// Pictures one after another, nothing around them.
    case raw
    /// Lossless (FFV1).
    case mkv
    /// ProRes 422 HQ.
    case mov
    /// H.264, for looking at.
    case mp4

    /// By the path's ending; nil for others.
    init?(path: String) {
        guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else { return nil }
        switch path[path.index(after: dot)...].lowercased() {
        case "raw", "uyvy", "v210", "bgra": self = .raw
        case let ending:
            guard let known = ShowEncoding(rawValue: ending) else { return nil }
            self = known
        }
    }

    /// For error texts.
    static let endings = ".raw (also .uyvy, .v210, .bgra), .mkv, .mov, .mp4"

    /// What the file is called until it is complete.
    func partial(of path: String) -> String {
        self == .raw ? path + ".part" : path + ".part.\(self)"
    }

    /// ffmpeg's words: raw pictures of `format` on its standard input.
    func arguments(_ format: VideoFormat, sound: [String], into file: String) -> [String] {
        let layout =
            switch format.pixelFormat {
            case .v210: ["-f", "v210"]
            case .uyvy, .nv12: ["-f", "rawvideo", "-pix_fmt", "uyvy422"]
            case .bgra: ["-f", "rawvideo", "-pix_fmt", "bgra"]
            case .argb: ["-f", "rawvideo", "-pix_fmt", "argb"]
            }
        let rate = "\(format.rate.numerator)/\(format.rate.denominator)"
        let matrix =
            switch format.matrix {
            case .bt601: "smpte170m"
            case .bt709: "bt709"
            case .bt2020: "bt2020nc"
            }
        let colour =
            format.pixelFormat.hasAlpha
            ? [] : ["-colorspace", matrix, "-color_range", "tv"]
        // A clip's sound may have a broken packet, which is no reason to end; without one every error is.
        return ["-hide_banner", "-loglevel", "error", "-nostdin", "-y"]
            + (sound.isEmpty ? ["-xerror"] : []) + layout
            + ["-video_size", "\(format.width)x\(format.height)", "-framerate", rate] + colour
            + ["-i", "pipe:0"] + sound + ["-map", "0:v:0"]
            + (sound.isEmpty ? [] : ["-map", "1:a:0?"])
            + codec(format) + colour + fields(format)
            // No random identity and no version of the encoder: two runs give the same bytes.
            + ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact"]
            + (sound.isEmpty ? [] : ["-flags:a", "+bitexact"]) + ["file:" + file]
    }

    private func codec(_ format: VideoFormat) -> [String] {
        let hasKey = format.pixelFormat.hasAlpha
        return switch self {
        case .raw: []
        case .mkv: ["-c:v", "ffv1", "-level", "3", "-c:a", "flac"]
        case .mov where hasKey:
            ["-c:v", "prores_ks", "-profile:v", "4444", "-pix_fmt", "yuva444p10le"]
        case .mov:
            [
                "-c:v", "prores_ks", "-profile:v", "hq", "-pix_fmt", "yuv422p10le", "-c:a",
                "pcm_s24le",
            ]
        case .mp4: ["-c:v", "libx264", "-crf", "16", "-pix_fmt", "yuv420p", "-c:a", "aac"]
        }
    }

    private func fields(_ format: VideoFormat) -> [String] {
        switch format.scan {
        case .progressive: []
        case .topFieldFirst: ["-field_order", "tt"]
        case .bottomFieldFirst: ["-field_order", "bb"]
        }
    }
}
