import Common
import Foundation

/// An input of a show that is drawn offline.
public struct ShowClip: Sendable, Equatable {
    /// As in the configuration: `file:PATH` or `test:bars`.
    public var source: String
    /// The program that decodes as capture does.
    public var decoder: String
    /// Whether it begins again after its end.
    public var loops: Bool

    /// `text` is a source as in the configuration, or a path.
    public init(_ text: String, decoder: String, loops: Bool) {
        source = text == "test:bars" || text.hasPrefix("file:") ? text : "file:" + text
        self.decoder = decoder
        self.loops = loops
    }

    func clip(_ format: VideoFormat) -> ClipReader.Clip {
        ClipReader.Clip(source: source, format: format, decoder: decoder, loops: loops)
    }

    /// ffmpeg's words for its sound as an input of its own; none where it has no file.
    func sound(from first: Int64, to last: Int64?, _ rate: FrameRate) -> [String] {
        guard source.hasPrefix("file:"), !loops else { return [] }
        func seconds(_ frames: Int64) -> String {
            String(format: "%.6f", Double(frames) / rate.framesPerSecond)
        }
        let length = last.map { ["-t", seconds($0 - first + 1)] } ?? []
        return ["-ss", seconds(first)] + length + ["-i", source]
    }
}
