import Common
import Foundation

/// What systemd knows of a unit.
enum UnitProperties {
    /// Some of its properties by name; nothing where systemd cannot be asked. Blocks for some
    /// milliseconds.
    static func of(
        _ unit: String, _ names: [String],
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> [String: String] {
        var values: [String: String] = [:]
        do {
            let answer = try Capture.run(
                "systemctl", ["show", "-p", names.joined(separator: ","), unit],
                environment: environment, limit: .seconds(5))
            for line in answer.output.split(separator: "\n") {
                guard let cut = line.firstIndex(of: "=") else { continue }
                values[String(line[..<cut])] = String(line[line.index(after: cut)...])
            }
        } catch {
            return [:]
        }
        return values
    }
}
