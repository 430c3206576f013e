import Common
import Foundation

/// What `holdover up` does once everything is ready: put the preset on air, say where things are.
/// `begin` returns at once; the work is done on a thread of its own.
final class ShowLoader {
    private let setup: UpSettings
    private let paths: InstancePaths
    private let console: Console

    init(_ setup: UpSettings, _ paths: InstancePaths, _ console: Console) {
        self.setup = setup
        self.paths = paths
        self.console = console
    }

    func begin() {
        for line in addresses() { console.print(line) }
    }

    /// Where the instance can be reached.
    private func addresses() -> [String] {
        var lines: [String] = []
        if let port = paths.port(of: "http") {
            lines.append("page      http://127.0.0.1:\(port)/")
            lines.append(
                "          from another machine: ssh -L \(port):127.0.0.1:\(port) THIS-HOST, "
                    + "then open the same address there")
        }
        if let port = paths.port(of: "osc") {
            lines.append("OSC       udp 127.0.0.1:\(port)  /holdover/layers/1/params/NAME")
        }
        for process in ProcessName.allCases {
            guard let port = paths.port(of: "metrics.\(process.rawValue)") else { continue }
            lines.append("metrics   http://127.0.0.1:\(port)/metrics  \(process.rawValue)")
        }
        let instance = setup.configuration.instance
        let option = instance == "default" ? "" : " --instance \(instance)"
        lines.append("control   holdover status\(option); holdover layer list\(option)")
        return lines
    }
}
