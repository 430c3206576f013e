internal import Foundation

/// Why a sink's text is none.
public struct SinkSpecificationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was given.
    public let text: String
    /// What is wrong with it, and what to write.
    public let problem: String

    public var description: String { "sink \"\(text)\": \(problem)" }
}

/// Where the card's output goes besides the screen nobody has: a recording, or a stream.
public enum SinkSpecification: Sendable, Hashable, CustomStringConvertible {
    /// A recording; the ending of the path says the container.
    case file(path: String, container: SinkContainer, codec: SinkCodec)
    /// A stream, sent by ffmpeg with H.264 and AAC in the muxer that fits the scheme.
    case stream(url: String, muxer: String)

    /// Reads `file:PATH` (with `?codec=NAME` behind it), `url:URL`, or `hls:PATH` for a playlist with its
    /// segments in a folder that a web server gives out.
    public init(parsing text: String) throws(SinkSpecificationError) {
        if text.hasPrefix("file:") {
            self = try Self.file(text, text.dropFirst(5))
        } else if text.hasPrefix("url:") {
            self = try Self.stream(text, String(text.dropFirst(4)))
        } else if text.hasPrefix("hls:") {
            self = try Self.playlist(text, String(text.dropFirst(4)))
        } else {
            throw SinkSpecificationError(
                text: text, problem: "write file:PATH, url:URL or hls:PATH.m3u8")
        }
    }

    private static func playlist(
        _ text: String, _ path: String
    ) throws(SinkSpecificationError) -> SinkSpecification {
        guard path.hasPrefix("/"), path.hasSuffix(".m3u8"), !path.contains(":") else {
            throw SinkSpecificationError(
                text: text, problem: "the path must begin with / and end in .m3u8")
        }
        return .stream(url: path, muxer: "hls")
    }

    private static func file(
        _ text: String, _ rest: Substring
    ) throws(SinkSpecificationError) -> SinkSpecification {
        var path = String(rest)
        var codecName: String?
        if let mark = rest.range(of: "?codec=") {
            path = String(rest[..<mark.lowerBound])
            codecName = String(rest[mark.upperBound...])
        }
        let name = path.split(separator: "/").last ?? ""
        let ending = name.contains(".") ? name.split(separator: ".").last.map(String.init) : nil
        guard let ending, let container = SinkContainer(rawValue: ending.lowercased()) else {
            throw SinkSpecificationError(
                text: text, problem: "the file must end in .mov, .mkv or .mp4")
        }
        var codec = container.defaultCodec
        if let codecName {
            let names = SinkCodec.allCases.map(\.rawValue).joined(separator: ", ")
            guard let given = SinkCodec(rawValue: codecName) else {
                throw SinkSpecificationError(
                    text: text, problem: "no codec \"\(codecName)\"; there are \(names)")
            }
            guard container.holds(given) else {
                throw SinkSpecificationError(
                    text: text,
                    problem:
                        ".\(container.rawValue) cannot hold \(given.rawValue); use .mov or .mkv")
            }
            codec = given
        }
        return .file(path: path, container: container, codec: codec)
    }

    private static func stream(
        _ text: String, _ url: String
    ) throws(SinkSpecificationError) -> SinkSpecification {
        // Others than these reach files, other programs or several places at once.
        let muxers = [
            "rtmp": "flv", "rtmps": "flv", "srt": "mpegts", "udp": "mpegts", "tcp": "mpegts",
            "rtp": "rtp_mpegts", "rist": "mpegts", "rtsp": "rtsp", "http": "mpegts",
            "https": "mpegts",
        ]
        guard let end = url.range(of: "://"), let muxer = muxers[String(url[..<end.lowerBound])]
        else {
            throw SinkSpecificationError(
                text: text,
                problem:
                    "the URL must begin with rtmp, rtmps, srt, udp, tcp, rtp, rist, rtsp, http "
                    + "or https; HLS in a folder is hls:PATH.m3u8")
        }
        let isPlaylist = url.hasPrefix("http") && url.hasSuffix(".m3u8")
        return .stream(url: url, muxer: isPlaylist ? "hls" : muxer)
    }

    public var description: String {
        switch self {
        case .file(let path, _, _): "file:\(path)"
        case .stream(let url, _): url.hasPrefix("/") ? "hls:\(url)" : "url:\(url)"
        }
    }
}
