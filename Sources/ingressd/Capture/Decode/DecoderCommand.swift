internal import Common
internal import Foundation

/// The ffmpeg command line that turns a medium into raw pictures on stdout and raw sound on
/// descriptor 4. Pure: an array of arguments, never a shell's text.
enum DecoderCommand {
    /// For a file whose facts are known, from picture `first` on.
    ///
    /// The seek aims a quarter of a frame before the picture, so that rounded time stamps can
    /// neither lose it nor bring the one before; the sound is cut to begin with the picture.
    static func file(
        _ path: String, from first: Int64, facts: MediaFacts, format: VideoFormat,
        audio: AudioFormat
    ) -> [String] {
        let matrix: String? =
            facts.lacksMatrix ? (facts.height > 576 ? "bt709" : "bt601") : nil
        let period = 1 / format.rate.framesPerSecond
        let seek = facts.pictureStart + (Double(first) - 0.25) * period
        let place = first > 0 ? ["-ss", String(format: "%.6f", max(seek, 0))] : []
        let soundCut = first > 0 ? 0.25 * period : facts.pictureStart
        return head + place + ["-i", "file:\(path)"]
            + picture(format, inputMatrix: matrix)
            + (facts.hasSound ? sound(audio, cut: soundCut) : [])
    }

    /// For a stream, of which nothing is known; without sound when it turned out to have none.
    static func stream(
        _ url: String, hasSound: Bool, format: VideoFormat, audio: AudioFormat
    ) -> [String] {
        head + ["-i", url] + picture(format, inputMatrix: nil)
            + (hasSound ? sound(audio, cut: 0) : [])
    }

    private static let head = ["-hide_banner", "-loglevel", "error", "-nostdin"]

    /// The channel's size without distortion (bars where the shape differs), rate, colorimetry. For an
    /// interlaced channel everything is brought to its field rate first and then interlaced without a
    /// filter: fields that came as fields go out with their own lines, and 50p becomes 50 fields.
    private static func picture(_ format: VideoFormat, inputMatrix: String?) -> [String] {
        let (width, height) = (format.width, format.height)
        let input = inputMatrix.map { ":in_color_matrix=\($0)" } ?? ""
        let matrix = format.matrix == .bt2020 ? "bt2020" : format.matrix.rawValue
        let range = format.range == .narrow ? "tv" : "pc"
        let isInterlaced = format.scan != .progressive
        let pictures = format.rate.numerator * (isInterlaced ? 2 : 1)
        let filters = [
            isInterlaced ? "bwdif=mode=send_field:deint=interlaced" : nil,
            "fps=\(pictures)/\(format.rate.denominator)",
            "scale=\(width):\(height):force_original_aspect_ratio=decrease"
                + ":force_divisible_by=2:flags=bicubic+accurate_rnd\(input)"
                + ":out_color_matrix=\(matrix):out_range=\(range)",
            isInterlaced
                ? "format=yuv422p,interlace=lowpass=off:scan="
                    + (format.scan == .topFieldFirst ? "tff" : "bff") : nil,
            "format=uyvy422",
            "pad=\(width):\(height):trunc((ow-iw)/4)*2:trunc((oh-ih)/2):black",
        ]
        return [
            "-map", "0:v:0", "-vf", filters.compactMap { $0 }.joined(separator: ","), "-fps_mode",
            "passthrough",
            "-f", "rawvideo", "-pix_fmt", "uyvy422", "pipe:1",
        ]
    }

    /// 48 kHz from `cut` seconds on, where the first picture is; gaps are filled with silence.
    private static func sound(_ audio: AudioFormat, cut: Double) -> [String] {
        let shift =
            cut > 0.000_01
            ? "asetpts=PTS-\(String(format: "%.6f", cut))/TB," : ""
        return [
            "-map", "0:a:0", "-af", "\(shift)aresample=48000:async=1:first_pts=0", "-ac",
            "\(audio.channelCount)", "-f", "s32le", "pipe:4",
        ]
    }
}
