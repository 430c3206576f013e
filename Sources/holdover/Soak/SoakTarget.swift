import Common
import Foundation

/// Where the processes of a show are found: under `holdover up` or under systemd.
protocol SoakTarget {
    /// The daemon's process, and how often it was started again; nil while it has none.
    func process(_ daemon: String) -> (pid: Int32, restarts: Int)?
    /// Whether its supervisor has it ready.
    func isReady(_ daemon: String) -> Bool
}

/// Under `holdover up`: what `supervisor.json` says.
struct SupervisedTarget: SoakTarget {
    let paths: InstancePaths

    func process(_ daemon: String) -> (pid: Int32, restarts: Int)? {
        guard let child = child(daemon), let pid = child.pid, pid > 1 else { return nil }
        return (pid, child.restarts)
    }

    func isReady(_ daemon: String) -> Bool { child(daemon)?.state == .running }

    private func child(_ daemon: String) -> SupervisorRecord.Child? {
        SupervisorRecord.read(paths)?.children.first { $0.name == daemon }
    }
}

/// Under systemd: what `systemctl show` says of the daemon's unit.
struct SystemdTarget: SoakTarget {
    /// The unit of each stage.
    static let units = [
        "outputd": "outputd.service", "coordinatord": "coordinatord.service",
        "renderd.a": "renderd@a.service", "renderd.b": "renderd@b.service",
        "ingressd.capture": "ingressd-capture.service",
        "ingressd.control": "ingressd-control.service", "card": "holdover-card.service",
    ]

    func process(_ daemon: String) -> (pid: Int32, restarts: Int)? {
        let properties = properties(daemon)
        guard let pid = properties["MainPID"].flatMap(Int32.init), pid > 1 else { return nil }
        return (pid, properties["NRestarts"].flatMap(Int.init) ?? 0)
    }

    func isReady(_ daemon: String) -> Bool { properties(daemon)["ActiveState"] == "active" }

    private func properties(_ daemon: String) -> [String: String] {
        UnitProperties.of(
            Self.units[daemon] ?? daemon, ["MainPID", "NRestarts", "ActiveState"])
    }
}
