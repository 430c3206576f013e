import Common
import Foundation

/// What stands between an installed show and the air: its user, its folders, its unit files, and stages
/// that die again and again. Says nothing on a host where Holdover is not installed as units.
struct UnitCheck {
    let environment: [String: String]
    private static let user = "holdover"
    private static let folders = ["/run/holdover", "/run/holdover/locks", "/var/lib/holdover"]

    private struct Unit {
        let name: String
        let properties: [String: String]
        var stage: String { String(name.dropLast(".service".count)) }
    }

    func examine() -> [Finding] {
        guard access("/run/systemd/system", F_OK) == 0,
            access("/run/holdover", F_OK) == 0 || ShowPlan.ownFolder().hasSuffix("/lib/holdover")
        else { return [] }
        let units = SystemdTarget.units.values.sorted().compactMap(unit)
        guard !units.isEmpty else { return [] }
        return [account(), ownership(), files(units)] + units.compactMap(trouble)
    }

    private func unit(_ name: String) -> Unit? {
        let properties = UnitProperties.of(
            name,
            [
                "LoadState", "LoadError", "ActiveState", "Result", "ExecMainStatus",
                "NeedDaemonReload",
            ],
            environment: environment)
        guard properties["LoadState"] != "not-found", !properties.isEmpty else { return nil }
        return Unit(name: name, properties: properties)
    }

    // MARK: User and folders

    private func account() -> Finding {
        guard getpwnam(Self.user) != nil else {
            return .problem(
                "user", "there is no user \(Self.user): no stage can start",
                "systemd-sysusers holdover.conf, then systemctl restart holdover.target")
        }
        return .ok("user", Self.user)
    }

    /// A former installation, a restored backup or a hand with too many rights leaves folders and files
    /// that the stages may not touch.
    private func ownership() -> Finding {
        guard let entry = getpwnam(Self.user) else {
            return .warning("folders", "not looked at: their owner does not exist", "")
        }
        let owner = entry.pointee.pw_uid
        for folder in Self.folders {
            var status = stat()
            guard stat(folder, &status) == 0 else {
                return .problem(
                    "folders", "\(folder) is not there",
                    "systemd-tmpfiles --create holdover.conf; the state's is made by a start")
            }
            // What cannot be listed is the owner's own trouble, which the line above found.
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            for path in [folder] + names.map({ folder + "/" + $0 }) {
                guard lstat(path, &status) == 0 else { continue }
                let needed: mode_t = path == folder ? 0o700 : 0o600
                guard status.st_uid == owner, status.st_mode & needed == needed else {
                    return .problem(
                        "folders",
                        "\(path) is not \(Self.user)'s to write (owner \(status.st_uid), mode "
                            + "\(String(status.st_mode & 0o777, radix: 8)))",
                        "chown -R \(Self.user): \(folder) && chmod -R u+rwX \(folder)")
                }
            }
        }
        return .ok("folders", Self.folders.joined(separator: ", "))
    }

    // MARK: Unit files

    private func files(_ units: [Unit]) -> Finding {
        for unit in units where unit.properties["LoadState"] != "loaded" {
            let reason = unit.properties["LoadError"] ?? ""
            return .problem(
                "unit files", "systemd refuses \(unit.name): \(reason)",
                "systemctl revert \(unit.name), or correct it; then systemctl daemon-reload")
        }
        let said = run(
            "systemd-analyze",
            ["verify", "--man=no", "--recursive-errors=no"] + units.map(\.name))
        if let line = said.split(separator: "\n").first(where: { hit($0, units) }) {
            return .problem(
                "unit files", "a unit is not understood: \(line)",
                "systemctl cat UNIT shows the edit, systemctl revert UNIT takes it back")
        }
        if let stale = units.first(where: { $0.properties["NeedDaemonReload"] == "yes" }) {
            return .warning(
                "unit files", "\(stale.name) was changed and not read again",
                "systemctl daemon-reload")
        }
        return .ok("unit files", "\(units.count) understood")
    }

    private func hit(_ line: Substring, _ units: [Unit]) -> Bool {
        line.contains("holdover") || line.contains("renderd@")
            || units.contains { line.contains($0.name) }
    }

    // MARK: Stages that do not run

    private func trouble(_ unit: Unit) -> Finding? {
        let state = unit.properties["ActiveState"] ?? ""
        // One that runs again has mended whatever it was.
        let isLooping = loopLevel(unit) > 0 && state != "active"
        guard isLooping || state == "failed" || unit.properties["Result"] != "success" else {
            return nil
        }
        let subject = unit.stage
        let remedy = "journalctl -u \(unit.name)"
        switch unit.properties["ExecMainStatus"] {
        case "217":
            return .problem(
                subject, "its user does not exist", "systemd-sysusers holdover.conf")
        case "226":
            return .problem(
                subject, "a folder that its unit names is not there",
                "systemd-tmpfiles --create holdover.conf; then \(remedy)")
        default: break
        }
        let cause = lastError(unit)
        guard isLooping || state == "failed" else { return nil }
        return .problem(
            subject,
            (isLooping ? "it dies again and again" : "it failed")
                + (cause.isEmpty ? "" : ": \(cause)"), remedy)
    }

    /// How far a crash loop has gone, as systemd/pace notes it; 0 for none.
    private func loopLevel(_ unit: Unit) -> Int {
        // No file: it never died.
        guard
            let text = try? String(
                contentsOfFile: "/run/holdover/deaths.\(unit.stage)", encoding: .utf8)
        else { return 0 }
        let words = text.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        guard words.count == 5, time(nil) - words[4] <= 15 else { return 0 }
        return words[0]
    }

    /// Why a stage could not start, which it says on stderr as `Error: …`; else the newest error it, or
    /// systemd of it, has written.
    private func lastError(_ unit: Unit) -> String {
        let journal = ["--no-pager", "-u", unit.name, "-o", "cat"]
        let start = "Error: "
        let said = run("journalctl", journal + ["-n", "60"]).split(separator: "\n")
        if let line = said.last(where: { $0.hasPrefix(start) }) {
            return String(line.dropFirst(start.count).prefix(400))
        }
        let errors = run("journalctl", journal + ["-p", "err", "-n", "20"]).split(separator: "\n")
        // What systemd adds to whatever was the cause.
        let added = ["crash loop", "Failed with result", "Failed to start"]
        let line = errors.last { line in added.allSatisfy { !line.contains($0) } }
        return line.map { String($0.prefix(400)) } ?? ""
    }

    /// What a command says, on both streams; nothing where it cannot be run.
    private func run(_ program: String, _ arguments: [String]) -> String {
        do {
            let answer = try Capture.run(
                program, arguments, environment: environment, limit: .seconds(10))
            return answer.output + answer.errors
        } catch {
            return ""
        }
    }
}
