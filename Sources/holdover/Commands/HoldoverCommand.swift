public import ArgumentParser
import Glibc

/// `holdover`, the command line and development supervisor.
public struct HoldoverCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "holdover",
        abstract: "A live video shader compositor whose programme output never stops.",
        discussion: """
            Exit codes: 0 done, 1 refused or failed, 2 wrong usage or configuration, \
            3 the instance cannot be reached.
            """,
        subcommands: [
            UpCommand.self, StatusCommand.self, TopCommand.self, LayerCommand.self,
            SetCommand.self, PresetCommand.self, TakeCommand.self, UndoCommand.self,
            RedoCommand.self, ForceCommand.self, ScreenshotCommand.self,
            SlotsCommand.self, RingCommand.self, EventsCommand.self, AlarmCommand.self,
            CardCommand.self, ConfigCommand.self, DoctorCommand.self, ShaderCommand.self,
            RunCommand.self, RundownCommand.self, RunHistoryCommand.self, SoakCommand.self,
            HooksCommand.self, RenderCommand.self,
        ])

    public init() {}

    /// Parses the command line, runs the command and ends the process with its exit code.
    public static func runAndExit() -> Never {
        // Whoever started us may have had signals blocked; Ctrl-C and SIGTERM must end a command.
        var none = sigset_t()
        sigemptyset(&none)
        sigprocmask(SIG_SETMASK, &none, nil)
        do {
            var command = try parseAsRoot()
            try command.run()
            Glibc.exit(0)
        } catch let failure as CommandFailure {
            report("holdover: \(failure)")
            Glibc.exit(failure.code.rawValue)
        } catch let code as ExitCode {
            Glibc.exit(code.rawValue)
        } catch {
            let code = exitCode(for: error)
            let message = fullMessage(for: error)
            guard code != .success else {
                print(message)
                Glibc.exit(0)
            }
            report(message)
            Glibc.exit(code == .validationFailure ? ExitCode.usage.rawValue : code.rawValue)
        }
    }

    private static func report(_ message: String) {
        var text = message + "\n"
        text.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}

extension ExitCode {
    /// Wrong usage or configuration.
    static let usage = ExitCode(2)
    /// The instance is not there, or does not answer.
    static let unreachable = ExitCode(3)
}
