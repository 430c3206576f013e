import Foundation
public import Shaders

/// How a trial went. Travels from the trial's process as one line of JSON.
public struct TrialReport: Sendable, Codable, Equatable, CustomStringConvertible {
    /// Whether it was built and drawn.
    public var isUsable = false
    /// `filter`, `transition` or `generator`; empty where the header cannot be read.
    public var role = ""
    /// Compiling, linking and the first small draw.
    public var buildMilliseconds: Double?
    /// The first whole frame.
    public var firstFrameMilliseconds: Double?
    /// The quickest whole frame.
    public var frameMilliseconds: Double?
    /// Whether every frame was of one colour.
    public var isConstant = true
    /// Whether a frame held what is no number.
    public var hasNonFinite = false
    /// Size of the thumbnail.
    public var width = 0
    /// Lines of the thumbnail.
    public var height = 0
    /// How far a component of what its fused form draws is away at most, white being 1; nil where it has
    /// none, or nobody looked.
    public var fusedDifference: Double?
    /// Whether it ended without a word: killed, hung or crashed; not in the JSON.
    public var isKilled = false
    /// The last frame of the first size, three bytes a pixel, top line first; not in the JSON.
    public var thumbnail: [UInt8] = []
    /// What is wrong, where something is.
    public var file: String?
    /// The line at fault.
    public var line: Int?
    /// What is wrong.
    public var message: String?
    /// What to do about it.
    public var remedy: String?

    enum CodingKeys: String, CodingKey {
        case isUsable = "usable"
        case role
        case buildMilliseconds = "build_ms"
        case firstFrameMilliseconds = "first_frame_ms"
        case frameMilliseconds = "frame_ms"
        case isConstant = "constant"
        case hasNonFinite = "non_finite"
        case fusedDifference = "fused_difference"
        case width
        case height
        case file
        case line
        case message
        case remedy
    }

    /// An empty report.
    public init() {}

    /// The error it tells of, where the shader is not usable.
    public var error: ShaderFileError? {
        guard !isUsable else { return nil }
        return ShaderFileError(
            file: file ?? "", line: line, message: message ?? "the trial ended without a word",
            remedy: remedy ?? "try again")
    }

    /// A sentence for an author.
    public var description: String {
        if let error {
            return "\(error.message)\(line.map { " (line \($0))" } ?? ""): \(error.remedy)"
        }
        func rounded(_ time: Double?) -> String { time.map { "\(Int($0.rounded()))" } ?? "?" }
        return "\(role), built in \(rounded(buildMilliseconds)) ms, "
            + "\(rounded(frameMilliseconds)) ms a frame of \(width)x\(height)"
    }

    /// The line of JSON, its end included, and the thumbnail after it.
    public func encoded(withThumbnail: Bool) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let line = (try? encoder.encode(self)).map { [UInt8]($0) } ?? Array("{}".utf8)
        return line + [10] + (withThumbnail ? thumbnail : [])
    }

    /// Reads what `encoded` wrote; nil where it is nothing of the kind.
    public init?(encoded bytes: [UInt8]) {
        guard let end = bytes.firstIndex(of: 10),
            let report = try? JSONDecoder().decode(TrialReport.self, from: Data(bytes[..<end]))
        else { return nil }
        self = report
        thumbnail = Array(bytes[(end + 1)...])
        if thumbnail.count != width * height * 3 { thumbnail = [] }
    }
}
