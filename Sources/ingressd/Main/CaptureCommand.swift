import ArgumentParser
import Foundation
import IngressCapture

/// `ingressd capture`: test signals, files and streams into the input rings.
struct CaptureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "capture",
        abstract: "Test signals, files and streams, in step with the output.")

    @Option(help: "Configuration file (TOML).")
    var config: String?

    @Option(help: "Instance name; it names sockets, shared memory and folders.")
    var instance: String?

    func run() throws {
        let status = CaptureProgram.run(
            file: config, instance: instance,
            environment: ProcessInfo.processInfo.environment)
        if status != 0 { throw ExitCode(status) }
    }
}
