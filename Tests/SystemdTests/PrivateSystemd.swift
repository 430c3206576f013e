import Foundation
import TestKit

/// A systemd of our own with Holdover installed: own namespaces, own cgroup, never the machine's
/// (`tools/systemd-sandbox`). Gone when the test process ends. Used by one test at a time.
final class PrivateSystemd: @unchecked Sendable {
    // Unchecked: the suite is serialized.

    struct Failure: Error, CustomStringConvertible { let description: String }

    static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().appendingPathComponent("../..").standardized.path
    private static let script = repository + "/tools/systemd-sandbox"

    /// Why this machine cannot run one; nil when it can.
    static let obstacle: String? = {
        guard getuid() == 0 else { return "not root" }
        let probe = try? CommandResult.run(
            "/usr/bin/env",
            [
                "unshare", "--cgroup", "--mount", "--pid", "--ipc", "--uts", "--net", "--fork",
                "mount", "-t", "tmpfs", "tmpfs", "/mnt",
            ])
        guard probe?.code == 0 else { return "no namespaces: \(probe?.errors ?? "no unshare")" }
        return nil
    }()

    private let sandbox: String

    /// An empty host, with the machine's packages and none of Holdover.
    init() throws {
        let units = "/var/tmp/holdover-empty-\(UInt32.random(in: 0 ... .max))"
        defer { try? FileManager.default.removeItem(atPath: units) }
        try FileManager.default.createDirectory(
            atPath: units, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755])
        sandbox = try Self.boot(units)
    }

    /// A host on which the built programs were installed with `make install`'s own script and the show
    /// was enabled (`tools/systemd-show`). `format` is small enough to be drawn anywhere.
    init(format: String) throws {
        let started = try CommandResult.run(
            Self.repository + "/tools/systemd-show", [LiveInstance.programs, format])
        guard started.code == 0 else {
            throw Failure(description: started.output + started.errors)
        }
        sandbox = started.output.trimmingCharacters(in: .whitespacesAndNewlines)
        try Self.endWithUs(sandbox)
    }

    private static func boot(_ units: String) throws -> String {
        let started = try CommandResult.run(script, ["start", units])
        guard started.code == 0 else {
            throw Failure(description: started.output + started.errors)
        }
        let sandbox = started.output.trimmingCharacters(in: .whitespacesAndNewlines)
        try endWithUs(sandbox)
        return sandbox
    }

    /// However the test process ends, a shell that outlives it ends the sandbox: one that tests share
    /// is never deinitialised.
    private static func endWithUs(_ sandbox: String) throws {
        let guardian = Process()
        guardian.executableURL = URL(fileURLWithPath: "/bin/sh")
        guardian.arguments = [
            "-c", "tail --pid=$0 -f /dev/null; exec $1 stop $2", "\(getpid())", script, sandbox,
        ]
        guardian.standardInput = FileHandle.nullDevice
        guardian.standardOutput = FileHandle.nullDevice
        guardian.standardError = FileHandle.nullDevice
        try guardian.run()
    }

    /// Runs a command inside; throws what it said where it failed.
    @discardableResult
    func run(_ command: [String]) throws -> String {
        let result = try attempt(command)
        guard result.code == 0 else {
            throw Failure(
                description: "\(command): \(result.code) \(result.output)\(result.errors)")
        }
        return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Runs a command inside. A session of its own: a signal to a group there is none to ours.
    func attempt(_ command: [String]) throws -> CommandResult {
        try CommandResult.run(
            "/usr/bin/env", ["setsid", "-w", Self.script, "exec", sandbox] + command)
    }

    /// Starts a command inside that goes on by itself; its output can be waited for.
    func start(_ command: [String]) throws -> TestChild {
        try TestChild(
            "/usr/bin/setsid", ["-w", Self.script, "exec", sandbox] + command)
    }

    /// One property of a unit.
    func property(_ name: String, of unit: String) throws -> String {
        try run(["systemctl", "show", "-p", name, "--value", unit])
    }

    /// The unit's main process; throws while it has none (0 would be everybody's group).
    func pid(of unit: String) throws -> Int32 {
        guard let pid = Int32(try property("MainPID", of: unit)), pid > 1 else {
            throw Failure(description: "\(unit) has no process")
        }
        return pid
    }

    /// Times the unit was started again by itself.
    func restarts(of unit: String) throws -> Int {
        Int(try property("NRestarts", of: unit)) ?? 0
    }

    /// Whether the unit is ready.
    func isActive(_ unit: String) throws -> Bool {
        try property("ActiveState", of: unit) == "active"
    }

    /// Polls until `condition` holds; false after `seconds`. Waiting for a state is no measurement.
    func waits(_ seconds: Double = 30, until condition: () throws -> Bool) rethrows -> Bool {
        let limit = Date().addingTimeInterval(seconds)
        while Date() < limit {
            if try condition() { return true }
            usleep(50_000)
        }
        return try condition()
    }

    /// What `holdover status --json` says inside.
    func status() throws -> [String: Any] {
        let result = try attempt(["/usr/bin/holdover", "status", "--json"])
        let value = try? JSONSerialization.jsonObject(with: Data(result.output.utf8))
        return value as? [String: Any] ?? [:]
    }

    /// What is on air, such as "program.a"; empty while nothing answers.
    func onAir() throws -> String { try output()["rung"] as? String ?? "" }

    /// Slots lost since the timeline began, by any cause; nil while nothing answers.
    func lostSlots() throws -> Int? {
        (try output()["lost_slots_total"] as? [String: Any])?.values.reduce(0) {
            $0 + ($1 as? Int ?? 0)
        }
    }

    private func output() throws -> [String: Any] {
        try status()["output"] as? [String: Any] ?? [:]
    }

    /// One number of what the virtual card says of itself.
    func card(_ field: String) throws -> Int? {
        let result = try attempt(["/usr/bin/holdover", "card", "status"])
        let value = try? JSONSerialization.jsonObject(with: Data(result.output.utf8))
        return (value as? [String: Any])?[field] as? Int
    }

    /// The newest journal entries as fields.
    func journal(_ arguments: [String]) throws -> [[String: Any]] {
        try run(["journalctl", "--no-pager", "-o", "json"] + arguments)
            .split(separator: "\n").compactMap {
                try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
            }
    }

    /// Whether the journal has a line with this text.
    func journalHas(_ text: String, _ arguments: [String] = []) throws -> Bool {
        try run(["journalctl", "--no-pager", "-o", "cat"] + arguments).contains(text)
    }
}
