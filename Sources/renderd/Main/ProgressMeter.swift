import Common
import Foundation
import Renderer

/// Says on standard error how far a rendering is: in place on a terminal, else a line every ten seconds.
final class ProgressMeter {
    private let isQuiet: Bool
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private var said = Nanoseconds.zero

    init(isQuiet: Bool) { self.isQuiet = isQuiet }

    func tell(_ progress: ShowRun.Progress) {
        let pause: Nanoseconds = isTerminal ? .milliseconds(500) : .seconds(10)
        guard !isQuiet, progress.spent - said >= pause else { return }
        said = progress.spent
        let speed = Self.speed(progress)
        var line = "frame \(progress.written)"
        if let total = progress.total {
            line += " of \(total), \(Int(Double(total - progress.written) / speed)) s left"
        }
        line += String(format: ", %.1f frames/s", speed)
        FileHandle.standardError.write(Data((isTerminal ? "\r\(line)\u{1b}[K" : line + "\n").utf8))
    }

    /// What was done, as a sentence.
    static func sentence(_ progress: ShowRun.Progress, _ path: String) -> String {
        let speed = speed(progress)
        return "\(progress.written) frames in "
            + String(
                format: "%.1f s (%.1f frames/s, %.2f times real time), checksum %016lx",
                progress.spent.seconds, speed, speed / progress.rate.framesPerSecond,
                progress.checksum)
            + ": \(path)" + undrawn(progress)
    }

    /// Slots without a picture, where the lane drew none on air.
    private static func undrawn(_ progress: ShowRun.Progress) -> String {
        let count = (progress.total ?? progress.written) - progress.written
        return count > 0 ? "; \(count) slots had no picture on air and have none here" : ""
    }

    private static func speed(_ progress: ShowRun.Progress) -> Double {
        Double(progress.written) / max(progress.spent.seconds, 0.001)
    }
}
