import ArgumentParser
import Foundation
import Renderer

/// `renderd trial`: builds and draws one shader, and says how it went.
struct TrialCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trial", abstract: "Tries one shader and prints how it went as JSON.",
        discussion: "An endless loop never comes back: whoever asks must set a time limit.")

    @Argument(help: "The .fs file; with --fusion what layers are drawn together, as JSON.")
    var path: String

    @Option(help: "A picture size to draw in, such as 320x180; several times for several.")
    var size: [String] = ["320x180"]

    @Option(help: "Frames to draw in each size.")
    var frames = 4

    @Option(help: "What layers are drawn in: rgba16f, rgba8 or linear.")
    var workingFormat = "rgba16f"

    @Option(help: "End the trial after so many seconds of computing; 0: never.")
    var cpuSeconds = 0

    @Flag(help: "Write the last frame of the first size behind the JSON, as RGB bytes.")
    var thumbnail = false

    @Flag(help: "Try layers in one pass.")
    var fusion = false

    @Flag(help: "Say it in words instead of JSON.")
    var text = false

    func run() throws {
        let sizes = try size.map { text in
            let parts = text.split(separator: "x").compactMap { Int($0) }
            guard parts.count == 2, parts.allSatisfy({ (1...16384).contains($0) }) else {
                throw ValidationError("\"\(text)\" is no size such as 320x180")
            }
            return (width: parts[0], height: parts[1])
        }
        if cpuSeconds > 0 {
            var limit = rlimit(rlim_cur: rlim_t(cpuSeconds), rlim_max: rlim_t(cpuSeconds + 1))
            setrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &limit)
        }
        let report =
            fusion
            ? try FusionTrial(file: path).run()
            : ShaderTrial(
                ShaderTrial.Request(
                    path: path, sizes: sizes, frameCount: frames,
                    workingFormat: workingFormat, isExamined: thumbnail)
            ).run()
        let answer =
            text ? Array("\(path): \(report)\n".utf8) : report.encoded(withThumbnail: thumbnail)
        FileHandle.standardOutput.write(Data(answer))
        // Without the destructors of the driver, which may still be compiling.
        fflush(nil)
        _exit(report.isUsable ? 0 : 1)
    }
}
