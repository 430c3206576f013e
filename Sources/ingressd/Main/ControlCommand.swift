import ArgumentParser
import Foundation
import IngressControl

/// `ingressd control`: OSC, HTTP, WebSocket, the page and file watching.
struct ControlCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "control",
        abstract: "OSC, HTTP, WebSocket, the web page and file watching.")

    @Option(help: "Configuration file (TOML).")
    var config: String?

    @Option(help: "Instance name; it names sockets, shared memory and folders.")
    var instance: String?

    func run() throws {
        let status = ControlProgram.run(
            file: config, instance: instance,
            environment: ProcessInfo.processInfo.environment)
        if status != 0 { throw ExitCode(status) }
    }
}
