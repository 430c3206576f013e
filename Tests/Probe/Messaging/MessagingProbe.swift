import ArgumentParser
import Common
import Foundation
import Logging
import Messaging
import Proto

/// Ends of the command and event plane that can be killed or stopped.
struct MessagingProbe: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "messaging",
        subcommands: [
            Coordinate.self, Report.self, Subscribe.self, Flood.self, Ask.self,
        ])
}

/// Where the probe works: folders from the environment, as every daemon takes them.
struct MessagingOptions: ParsableArguments {
    @Option var instance = "probe"
    @Option var mark = 1_000

    func transport() throws -> ZeroMQTransport {
        let paths = InstancePaths(
            instance: instance, environment: ProcessInfo.processInfo.environment)
        let marks = try HighWaterMarks(control: mark, events: mark, telemetry: mark)
        return try ZeroMQTransport(paths: paths, marks: marks)
    }

    var logger: Logger { Logger(label: "probe") { _ in SwiftLogNoOpLogHandler() } }
}
