import Common
import Foundation

/// Asks ffprobe whether a clip can be played, so that a broken one is told before anything starts.
enum MediaProbe {
    /// Throws a sentence naming the clip and what is wrong with it. Blocks for up to ten seconds.
    static func check(_ path: String, environment: [String: String]) throws {
        guard access(path, R_OK) == 0 else {
            throw CommandFailure(
                "clip \(path) cannot be read: \(String(cString: strerror(errno)))",
                remedy: "Give --input file:PATH an existing, readable media file")
        }
        let words = [
            "-v", "error", "-select_streams", "v:0", "-show_entries", "stream=width,height", "-of",
            "csv=p=0", path,
        ]
        let answer = try Capture.run(
            "ffprobe", words, environment: environment, limit: .seconds(10))
        let size = answer.output.split(separator: "\n").first?.split(separator: ",") ?? []
        let hasPicture = size.count == 2 && size.allSatisfy { (Int($0) ?? 0) > 0 }
        guard answer.exit?.isSuccess == true, hasPicture else {
            let reason = answer.errors.split(separator: "\n").last.map(String.init)
            throw CommandFailure(
                "clip \(path) cannot be played: \(reason ?? "it has no video stream")",
                remedy: "Try `ffprobe \(path)`, and give a file that ffmpeg can decode")
        }
    }
}
