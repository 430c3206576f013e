import ArgumentParser
import Common
import Foundation

/// `holdover shader`: what authors need.
struct ShaderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shader", abstract: "Check shaders before they go on air.",
        subcommands: [Check.self])

    /// `shader check`
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Build and draw shaders, each in a process of its own, and say how it went.",
            discussion: "Exit code 1 if any of them cannot be used. Needs no running instance.")

        @Argument(help: "The .fs files.")
        var files: [String]

        @Option(help: "The picture size to draw in.")
        var size = "1280x720"

        @Option(help: "Seconds of computing after which a shader is given up.")
        var seconds = 10

        func run() throws {
            let program = ShowPlan.ownFolder() + "/renderd"
            var failed = 0
            for file in files {
                let child: ChildProcess
                do {
                    child = try ChildProcess(
                        program,
                        ["trial", file, "--text", "--size", size, "--cpu-seconds", "\(seconds)"],
                        environment: ProcessInfo.processInfo.environment,
                        standardOutput: STDOUT_FILENO, standardError: STDERR_FILENO)
                } catch {
                    throw CommandFailure("\(error)", remedy: "Build it: make release")
                }
                let limit = SystemTimeSource().now() + .seconds(Int64(seconds) * 6)
                switch child.wait(until: limit) {
                case .exited(code: 0)?: continue
                case .exited?: break
                case .killed(let signal)?: Self.complain(file, "ended by signal \(signal)")
                case nil:
                    child.terminate(grace: .zero)
                    Self.complain(file, "does not end")
                }
                failed += 1
            }
            if failed > 0 { throw ExitCode.failure }
        }

        private static func complain(_ file: String, _ what: String) {
            print("\(file): building or drawing it \(what): look for a loop that does not end")
        }
    }
}
