import ArgumentParser
import Common
import Foundation
import Frames

/// Which instance a command is about; every command has these.
struct InstanceOptions: ParsableArguments {
    @Option(help: "The configuration file (TOML).")
    var config: String?

    @Option(help: "The instance; several live side by side on one host.")
    var instance: String?

    /// The instance's configuration. Throws the configuration's own sentence, exit code 2.
    func load(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> Configuration {
        do {
            return try Configuration.load(
                file: config, instance: instance, environment: environment)
        } catch {
            throw CommandFailure("\(error)", remedy: "", code: .usage)
        }
    }

    /// The same for the condition of a systemd unit (`ExecCondition=`): systemd takes 1 to 254 for a unit that
    /// is not wanted, and says nothing, so what goes wrong ends with 255, by which the unit has failed.
    func loadForCondition() throws -> Configuration {
        do {
            return try load()
        } catch let failure as CommandFailure {
            throw CommandFailure(failure.problem, remedy: failure.remedy, code: ExitCode(255))
        }
    }

    /// Connects to the instance's coordinator for as long as `body` needs it.
    func withClient<Result>(_ body: (CoordinatorClient) throws -> Result) throws -> Result {
        let client = try CoordinatorClient(load())
        defer { client.close() }
        return try body(client)
    }

    /// The instance's folders.
    func paths() throws -> InstancePaths {
        InstancePaths(
            instance: try load().instance, environment: ProcessInfo.processInfo.environment)
    }
}
