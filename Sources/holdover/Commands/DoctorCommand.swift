import ArgumentParser
import Common
import Foundation

/// `holdover doctor`: is this machine fit, and what to do where it is not.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check GL, ffmpeg, shared memory, limits, disk, clock and ports; say what to do.",
        discussion: "Exit code 1 where something stands in the way of going on air.")

    @OptionGroup var options: InstanceOptions

    @Option(help: "The format to check for, as `up --format` takes it.")
    var format: String?

    @Flag(help: "JSON instead of text.")
    var json = false

    func run() throws {
        var environment = ProcessInfo.processInfo.environment
        if let format { environment["HOLDOVER_CHANNEL_FORMAT"] = format }
        let configuration = try options.load(environment: environment)
        let doctor = Doctor(
            configuration: configuration,
            paths: InstancePaths(instance: configuration.instance, environment: environment),
            environment: environment)
        let findings = doctor.examine()
        if json {
            print(try JSONLine.pretty(findings))
        } else {
            for finding in findings {
                print(
                    Self.pad(finding.level.rawValue, 8), Self.pad(finding.subject, 15), finding.text
                )
                if !finding.remedy.isEmpty { print("         → \(finding.remedy)") }
            }
        }
        if findings.contains(where: { $0.level == .problem }) { throw ExitCode.failure }
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
