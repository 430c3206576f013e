import Common
import Foundation
import VirtualCard

/// Looks at what the virtual card of the instance writes and sends. Changes nothing.
struct SinkCheck {
    private struct Answer: Decodable {
        let sinks: [Sink]
    }

    private struct Sink: Decodable {
        let sink: String
        let state: String
        let failing: Bool
        let restarts: Int
        let problem: String?
    }

    let paths: InstancePaths

    /// Nothing where no card of this instance runs.
    func examine() -> [Finding] {
        do throws(CardControl.Failure) {
            return Self.findings(try CardControl.status(paths))
        } catch {
            guard case .noAnswer = error else { return [] }
            return [
                .problem("card", "\(error)", "Look at its log; it is started again if it hangs")
            ]
        }
    }

    /// What the card's answer, as JSON, says of each recording and stream.
    static func findings(_ answer: String) -> [Finding] {
        let sinks: [Sink]
        do {
            sinks = try JSONDecoder().decode(Answer.self, from: Data(answer.utf8)).sinks
        } catch {
            return [
                .warning(
                    "card", "it answers in a form this version does not know",
                    "Run the same version of every program")
            ]
        }
        return sinks.map { sink in
            guard sink.failing || sink.state == "failed" else { return .ok(sink.sink, sink.state) }
            return .problem(
                sink.sink,
                "nothing reliable is written, after \(sink.restarts) restarts: "
                    + (sink.problem ?? "ffmpeg died"),
                "Look at the receiver, or at the disk and the folder's permissions; it is tried again "
                    + "by itself")
        }
    }
}
