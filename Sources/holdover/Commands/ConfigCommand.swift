import ArgumentParser
import Common
import Foundation

/// `holdover config`: every key, its value and where the value came from.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Show every configuration key, its value and where the value came from.")

    @OptionGroup var options: InstanceOptions

    @Flag(help: "JSON instead of text.")
    var json = false

    @Flag(help: "Explain each key.")
    var explain = false

    func run() throws {
        struct Line: Encodable {
            let key: String
            let value: String
            let origin: String
        }
        let settings = try options.load().settings
        let lines = settings.entries.sorted { $0.key < $1.key }.map {
            Line(key: $0.key, value: "\($0.value.value)", origin: "\($0.value.origin)")
        }
        guard !json else {
            print(try JSONLine.pretty(lines))
            return
        }
        let width = lines.map(\.key.count).max() ?? 0
        for line in lines {
            let key = line.key.padding(toLength: width, withPad: " ", startingAt: 0)
            print("\(key) = \(line.value)  # \(line.origin)")
            if explain, let help = help(of: line.key) { print("    \(help)") }
        }
    }

    private func help(of key: String) -> String? {
        let parts = key.split(separator: ".").map(String.init)
        return ConfigurationKey.all.first {
            $0.section == parts.first && $0.name == parts.last
        }?.help
    }
}
