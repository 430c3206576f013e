import ArgumentParser
import Common
import Foundation
import Output

/// `outputd`: parse, build, play until told to stop.
struct OutputCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outputd",
        abstract: "Plays the programme to the output device and never stops.")

    @Option(help: "Configuration file (TOML).")
    var config: String?

    @Option(help: "Instance name.")
    var instance: String?

    func run() throws {
        let environment = ProcessInfo.processInfo.environment
        let signals = OutputProcess.takeSignals()
        let configuration: Configuration
        let process: OutputProcess
        do {
            configuration = try Configuration.load(
                file: config, instance: instance, environment: environment)
            process = try OutputProcess(configuration, file: config, environment: environment)
        } catch {
            FileHandle.standardError.write(Data("outputd: \(error)\n".utf8))
            throw ExitCode(78)
        }
        throw ExitCode(process.run(until: signals))
    }
}

OutputCommand.main()
