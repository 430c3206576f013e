import Common
import Foundation

/// `--format auto`: the best format this machine can draw the demo in, as renderd measures it.
struct FormatMeasurement {
    let format: String
    /// What was measured, for people.
    let sentence: String

    /// Best first. All are progressive; the rate counts for more than the size, since a picture that
    /// repeats frames is not on air.
    static let candidates = [
        "1920x1080p50", "1920x1080p25", "1280x720p50", "1280x720p25", "960x540p50", "960x540p25",
        "640x360p50", "640x360p25",
    ]

    /// What `renderd --measure` prints.
    struct Answer: Decodable {
        struct Candidate: Decodable {
            let format: String
            /// Of drawing the demo stack, packing and read-back; 95th percentile.
            let frameMilliseconds: Double
        }
        let renderer: String
        let isSoftware: Bool
        let formats: [Candidate]
    }

    /// A frame may take this part of its period: the rest is for decoding, playout and the others.
    static let share = 0.45

    /// Measures the candidates and chooses. Blocks for some seconds.
    static func choose(
        preset: String?, shaders: String?, environment: [String: String]
    ) throws -> FormatMeasurement {
        var words: [String] = []
        if let preset { words += ["--preset", preset] }
        if let shaders { words += ["--shaders", shaders] }
        let answer = try measure(candidates, options: words, environment: environment)
        return choose(from: answer)
    }

    /// What renderd measures for these formats.
    static func measure(
        _ formats: [String], options: [String] = [], environment: [String: String]
    ) throws -> Answer {
        let program = ShowPlan.ownFolder() + "/renderd"
        let result = try Capture.run(
            program, options + ["--measure"] + formats, environment: environment,
            limit: .seconds(120))
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard result.exit?.isSuccess == true,
            let answer = try? decoder.decode(Answer.self, from: Data(result.output.utf8))
        else {
            let reason = result.errors.split(separator: "\n").last.map(String.init)
            throw CommandFailure(
                "cannot measure: \(reason ?? "\(program) gave no answer")",
                remedy: "Name a format, such as --format 640x360p25; `holdover doctor` checks GL")
        }
        return answer
    }

    /// The first candidate that fits, else the last.
    static func choose(from answer: Answer) -> FormatMeasurement {
        func fits(_ candidate: Answer.Candidate) -> Bool {
            guard let format = VideoFormat(parsing: candidate.format) else { return false }
            return candidate.frameMilliseconds <= format.rate.period.milliseconds * share
        }
        let smallest = "640x360p25"
        let chosen = candidates.first { name in
            answer.formats.contains { $0.format == name && fits($0) }
        }
        let format = chosen ?? smallest
        let cost = answer.formats.first { $0.format == format }?.frameMilliseconds
        let kind = answer.isSoftware ? "software GL" : "GL on a GPU"
        let took = cost.map { " takes \(($0 * 10).rounded() / 10) ms a frame" } ?? ""
        return FormatMeasurement(
            format: format,
            sentence: "\(kind): \(answer.renderer). Measured: \(format)\(took)"
                + (chosen == nil ? ", more than this machine can hold; frames will repeat" : ""))
    }
}
