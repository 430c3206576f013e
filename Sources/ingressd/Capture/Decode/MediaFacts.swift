internal import Common
internal import Glibc

/// What ffprobe says about a file before it is played. A value.
struct MediaFacts: Equatable, Sendable {
    var hasPicture = false
    var hasSound = false
    /// How much later than the sound's zero the picture begins, in seconds; seldom not 0.
    var pictureStart = 0.0
    /// The picture is stored as Y′CbCr, and nobody says which matrix.
    var lacksMatrix = false
    /// Lines, for guessing that matrix.
    var height = 0

    /// Reads ffprobe's flat output. Pure.
    init(flat text: String) {
        var streams: [Int: [String: String]] = [:]
        var formatStart = 0.0
        for line in text.split(separator: "\n") {
            guard let equals = line.firstIndex(of: "=") else { continue }
            let key = line[..<equals].split(separator: ".").map(String.init)
            let value = line[line.index(after: equals)...].filter { $0 != "\"" }
            if key == ["format", "start_time"] { formatStart = Double(value) ?? 0 }
            guard key.count == 4, key[0] == "streams", let number = Int(key[2]) else { continue }
            streams[number, default: [:]][key[3]] = String(value)
        }
        for (_, stream) in streams.sorted(by: { $0.key < $1.key }) {
            if stream["codec_type"] == "audio" { hasSound = true }
            guard stream["codec_type"] == "video", !hasPicture else { continue }
            hasPicture = true
            height = Int(stream["height"] ?? "") ?? 0
            let layout = stream["pix_fmt"] ?? ""
            let isColourDifference =
                layout.hasPrefix("yuv") || layout.hasPrefix("nv")
                || layout.hasPrefix("uyvy") || layout.hasPrefix("yuyv")
            let matrix = stream["color_space"] ?? "unknown"
            lacksMatrix = isColourDifference && (matrix == "unknown" || matrix == "unspecified")
            let start = Double(stream["start_time"] ?? "") ?? formatStart
            pictureStart = max(start - formatStart, 0)
        }
    }

    static func arguments(path: String) -> [String] {
        [
            "-v", "error", "-show_entries",
            "stream=codec_type,start_time,pix_fmt,color_space,height:format=start_time", "-of",
            "flat=s=.", "-i", "file:\(path)",
        ]
    }

    /// Asks ffprobe, five seconds at most. The failure is a sentence for people.
    static func probe(
        path: String, environment: [String: String]
    ) -> Result<MediaFacts, MediaFailure> {
        guard access(path, R_OK) == 0 else {
            return .failure(
                MediaFailure(
                    "\(path): \(String(cString: strerror(errno))). Give an existing, readable file")
            )
        }
        do {
            let output = try OwnedDescriptor.pipe()
            let errors = try OwnedDescriptor.pipe()
            let child = try ChildProcess(
                "ffprobe", arguments(path: path), environment: environment,
                standardOutput: output.writeEnd.rawValue,
                standardError: errors.writeEnd.rawValue)
            let deadline = SystemTimeSource().now() + .seconds(5)
            let text = readAll(output.takeReadEnd(), until: deadline)
            let words = readAll(errors.takeReadEnd(), until: deadline)
            let exit = child.wait(until: deadline) ?? child.terminate(grace: .milliseconds(200))
            guard exit?.isSuccess == true else {
                let said = words.split(separator: "\n").last.map(String.init) ?? "ffprobe hung"
                return .failure(MediaFailure("\(path) cannot be played: \(said)"))
            }
            let facts = MediaFacts(flat: text)
            guard facts.hasPicture else {
                return .failure(MediaFailure("\(path) has no picture", isUnsupported: true))
            }
            return .success(facts)
        } catch {
            return .failure(MediaFailure("\(error)"))
        }
    }

    private static func readAll(
        _ end: consuming OwnedDescriptor, until deadline: MonotonicInstant
    ) -> String {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        var polls = PollSet()
        polls.add(end.rawValue, for: .read)
        while bytes.count < 65_536, polls.wait(until: deadline) {
            let count = read(end.rawValue, &chunk, chunk.count)
            guard count > 0 else { break }
            bytes += chunk[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Why a medium cannot be played, as a sentence for people.
struct MediaFailure: Error, Equatable, Sendable {
    let detail: String
    let isUnsupported: Bool

    init(_ detail: String, isUnsupported: Bool = false) {
        self.detail = detail
        self.isUnsupported = isUnsupported
    }
}
