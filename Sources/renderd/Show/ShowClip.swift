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

    /// Throws where a file of `clips` is the one at `path`: it would be replaced by what is made of it.
    public static func refuse(_ clips: [ShowClip], at path: String) throws(ShowError) {
        var target = stat()
        guard stat(path, &target) == 0 else { return }
        for clip in clips where clip.source.hasPrefix("file:") {
            var own = stat()
            guard stat(String(clip.source.dropFirst("file:".count)), &own) == 0,
                own.st_dev == target.st_dev, own.st_ino == target.st_ino
            else { continue }
            throw ShowError(
                "\(path) is an input of the show: it would be overwritten",
                remedy: "Name another file with --output")
        }
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
