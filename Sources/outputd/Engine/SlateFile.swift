import Common
import Foundation

/// Why a slate file cannot be used; the drawn slate is used instead.
enum SlateFileError: Error, CustomStringConvertible {
    case child(ChildProcessError)
    case noPicture(path: String, reason: String)

    var description: String {
        switch self {
        case .child(let error): "\(error)"
        case .noPicture(let path, let reason):
            "playout.slate \"\(path)\" gives no picture: \(reason). "
                + "Give a picture file that ffmpeg can read, or leave it empty"
        }
    }
}

/// Reads a picture file through `ffmpeg` into the output's format, before playout starts.
enum SlateFile {
    /// The line-up signal that `path` names; nil for others.
    static func signal(_ path: String) -> LineUpSignal? {
        path.hasPrefix("test:") ? LineUpSignal(rawValue: String(path.dropFirst(5))) : nil
    }

    /// What is wrong with the configured slate, with the remedy; nil where nothing is. Blocks for a
    /// child, five seconds at most.
    static func trouble(
        _ path: String?, format: VideoFormat, environment: [String: String]
    ) -> String? {
        guard let path, signal(path) == nil else { return nil }
        guard !path.hasPrefix("test:") else {
            let names = LineUpSignal.allCases.map { "test:\($0.rawValue)" }.joined(separator: ", ")
            return
                "playout.slate \"\(path)\" is no line-up signal; the drawn one is used. Use one of "
                + "\(names), or a picture file"
        }
        guard access(path, R_OK) == 0 else {
            let reason = String(cString: strerror(errno))
            return "\(SlateFileError.noPicture(path: path, reason: reason)); the drawn one is used"
        }
        guard let size = PictureFile.size(path, environment: environment) else {
            return "\(SlateFileError.noPicture(path: path, reason: "ffprobe finds none in it"));"
                + " the drawn one is used"
        }
        return PictureFile.objection(to: size, in: format).map { "\($0.problem). \($0.remedy)" }
    }

    /// Exactly one picture of `format`. Blocks for the child, ten seconds at most.
    static func load(
        _ path: String, format: VideoFormat, environment: [String: String]
    ) throws(SlateFileError) -> [UInt8] {
        guard access(path, R_OK) == 0 else {
            throw .noPicture(path: path, reason: String(cString: strerror(errno)))
        }
        let pipe: OwnedDescriptor.Pipe
        do {
            pipe = try OwnedDescriptor.pipe()
        } catch {
            throw .noPicture(path: path, reason: "\(error)")
        }
        let writeEnd = pipe.writeEnd.rawValue
        let child: ChildProcess
        do throws(ChildProcessError) {
            child = try ChildProcess(
                "ffmpeg", arguments(path, format), environment: environment,
                standardOutput: writeEnd)
        } catch {
            throw .child(error)
        }
        let readEnd = pipe.takeReadEnd()
        let bytes = read(readEnd, upTo: format.payloadByteCount + 1)
        let exit = child.terminate(grace: .milliseconds(200))
        guard bytes.count == format.payloadByteCount else {
            let end = exit.map { "\($0)" } ?? "no answer"
            throw .noPicture(path: path, reason: "ffmpeg gave \(bytes.count) bytes (\(end))")
        }
        return bytes
    }

    private static func arguments(_ path: String, _ format: VideoFormat) -> [String] {
        let (codec, pixels) =
            switch format.pixelFormat {
            case .uyvy: ("rawvideo", "uyvy422")
            case .v210: ("v210", "yuv422p10le")
            case .bgra: ("rawvideo", "bgra")
            case .argb: ("rawvideo", "argb")
            case .nv12: ("rawvideo", "nv12")
            }
        let matrix =
            format.matrix == .bt601 ? "bt601" : format.matrix == .bt709 ? "bt709" : "bt2020"
        let range = format.range == .narrow ? "tv" : "pc"
        let size = "\(format.width):\(format.height)"
        return [
            "-hide_banner", "-loglevel", "error", "-nostdin", "-i", "file:\(path)", "-frames:v",
            "1", "-vf",
            "scale=\(size):force_original_aspect_ratio=decrease:out_color_matrix=\(matrix)"
                + ":out_range=\(range),pad=\(size):-1:-1:black,format=\(pixels)",
            "-c:v", codec, "-f", "rawvideo", "pipe:1",
        ]
    }

    private static func read(_ end: borrowing OwnedDescriptor, upTo limit: Int) -> [UInt8] {
        end.setNonBlocking()
        let deadline = SystemTimeSource().now() + .seconds(10)
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        var poll = PollSet()
        while bytes.count < limit {
            poll.removeAll()
            poll.add(end.rawValue, for: .read)
            guard poll.wait(until: deadline) else { break }
            let count = Glibc.read(end.rawValue, &chunk, chunk.count)
            guard count > 0 else { break }
            bytes += chunk[..<count]
        }
        return bytes
    }
}
