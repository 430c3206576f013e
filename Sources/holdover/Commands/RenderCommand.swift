import ArgumentParser
import Common
import Foundation

/// `holdover render`: draws a show offline. The drawing is `renderd`'s; its words are `renderd render`'s.
struct RenderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Draw a show offline into a file, frame by frame, as it would be on air.",
        discussion: """
            holdover render --preset show.json --input clip.mov --output show.mkv; \
            holdover render --help and renderd(8) tell all options.
            """)

    @Argument(parsing: .captureForPassthrough, help: "The options of renderd render.")
    var words: [String] = []

    func run() throws {
        let child: ChildProcess
        do {
            child = try ChildProcess(
                ShowPlan.ownFolder() + "/renderd", ["render"] + words,
                environment: ProcessInfo.processInfo.environment, standardOutput: STDOUT_FILENO,
                standardError: STDERR_FILENO, diesWithThread: true)
        } catch {
            throw CommandFailure("\(error)", remedy: "Build it: make release")
        }
        TerminationSignals.handle { child.signal(SIGTERM) }
        switch child.wait(until: .distantFuture) {
        case .exited(code: 0)?: return
        // What argument parsers say of wrong words.
        case .exited(code: 64)?: throw ExitCode.usage
        case .exited?, nil: throw ExitCode.failure
        case .killed(let signal)?:
            throw CommandFailure(
                "rendering was killed by signal \(signal)",
                remedy: "Try each shader: holdover shader check FILE")
        }
    }
}
