import Common
import Foundation
import Proto
import Synchronization

/// Puts the preset of `holdover up` on air before the renderers start, so that their first frame is
/// of it already; and tells where everything is once all are ready. The supervisor's thread asks;
/// the loading is done on a thread of its own, since the coordinator may take its time.
final class ShowLoader: Sendable {
    private enum Progress {
        case notBegun, loading, done
        case failed(String)
    }

    private let setup: UpSettings
    private let paths: InstancePaths
    private let progress = Mutex(Progress.notBegun)

    init(_ setup: UpSettings, _ paths: InstancePaths) {
        self.setup = setup
        self.paths = paths
    }

    /// Whether the renderers may start. Begins the loading when asked first.
    func gate(_ console: Console) -> StageGate {
        guard let preset = setup.presetFile else { return .open }
        let before = progress.withLock { progress in
            defer { if case .notBegun = progress { progress = .loading } }
            return progress
        }
        switch before {
        case .notBegun:
            WorkerThread.start(named: "preset", owner: "up", .degrading) { [self] in
                let result = load(preset)
                progress.withLock { $0 = result }
            }
            return .closed
        case .loading: return .closed
        case .done: return .open
        case .failed(let sentence):
            // A demo without its stack is still a picture; a preset asked for is an order.
            guard setup.isDemo else { return .refused(sentence) }
            console.print("supervisor: \(sentence)")
            return .open
        }
    }

    private func load(_ file: String) -> Progress {
        // demo.preset.json is the preset "demo".
        let name = URL(fileURLWithPath: file).lastPathComponent.prefix { $0 != "." }
        do {
            let text = try String(contentsOfFile: file, encoding: .utf8)
            let client = try CoordinatorClient(setup.configuration, patience: .seconds(10))
            defer { client.close() }
            try client.perform(
                .importPreset(ImportPreset(name: String(name), json: text, overwrite: true)))
            if setup.keepsExistingStack, try !client.state().programme.layers.isEmpty {
                return .done
            }
            try client.perform(.loadPreset(LoadPreset(name: String(name))))
            return .done
        } catch {
            return .failed("preset \(file): \(error)")
        }
    }

    /// Where the instance can be reached.
    func addresses() -> [String] {
        var lines: [String] = []
        if let port = paths.port(of: "http") {
            lines.append("page      http://127.0.0.1:\(port)/")
            lines.append(
                "          from another machine: ssh -L \(port):127.0.0.1:\(port) "
                    + "\(ProcessInfo.processInfo.hostName), then open the same address there")
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
