import ArgumentParser
import Common
import Foundation
import Messaging
import Proto
import TestKit

/// Raises alarms in an instance that runs, and ends once every one is taken.
struct AlarmBurst: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "alarm-burst")

    @Option(help: "The instance; its folders are in the environment.") var instance: String
    @Option(help: "How many.") var count = 20

    func run() throws {
        let paths = InstancePaths(
            instance: instance, environment: ProcessInfo.processInfo.environment)
        let source = try AlarmSource(paths)
        for number in 0..<count { source.raise(number) }
        let time = SystemTimeSource()
        let deadline = time.now() + .seconds(20)
        while source.link.facts.snapshot().depth > 0 {
            guard time.now() < deadline else { throw Trouble("not every alarm was taken") }
            time.sleep(until: time.now() + .milliseconds(20))
        }
        source.link.stop()
    }
}
