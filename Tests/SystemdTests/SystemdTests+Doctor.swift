import Foundation
import TestKit
import Testing

/// What is wrong with an installation, by doctor's and the journal's words.
extension SystemdTests {
    /// What `holdover doctor` says stands in the way.
    private func problems() throws -> String {
        let result = try host.attempt([
            "/usr/bin/holdover", "doctor", "--json", "--config", "/etc/holdover/holdover.toml",
        ])
        let findings =
            try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: String]]
        return (findings ?? []).filter { $0["level"] != "ok" }
            .map { "\($0["subject"] ?? ""): \($0["text"] ?? "") → \($0["remedy"] ?? "")" }
            .joined(separator: "\n")
    }

    /// Kills the stage, waits until doctor has `words` to say, mends, and waits until it runs again.
    private func breaks(
        _ unit: String, doctorSays words: [String], journalSays journal: String,
        breaking: (() throws -> Void)? = nil, mend: () throws -> Void
    ) throws {
        let others = try pids(but: unit)
        // The host is shared: what is broken is mended however this ends.
        var isMended = false
        defer { if !isMended { try? mend() } }
        if let breaking {
            try breaking()
        } else {
            try host.run(["kill", "-KILL", "\(host.pid(of: unit))"])
        }
        var said = ""
        let isNamed = try host.waits(20) {
            said = try problems()
            return words.allSatisfy(said.contains)
        }
        #expect(isNamed, "doctor says: \(said)")
        #expect(try host.journalHas(journal, ["-u", unit]))
        if unit != "coordinatord.service" {
            let isAlarmed = try host.waits(10) {
                try host.run(["/usr/bin/holdover", "alarm", "list"]).contains("link-lost")
            }
            #expect(isAlarmed, "no alarm for \(unit)")
        }
        for (other, pid) in others { #expect(try host.pid(of: other) == pid, "\(other)") }
        try mend()
        isMended = true
        #expect(try host.waits(30) { try host.isActive(unit) }, "\(unit) did not come back")
    }

    @Test(.timeLimit(.minutes(2)))
    func `doctor finds nothing wrong with an installation that runs`() throws {
        let said = try problems()
        for subject in ["user", "folders", "unit files", "coordinatord", "outputd"] {
            #expect(
                !said.split(separator: "\n").contains { $0.hasPrefix(subject + ":") }, "\(said)")
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func `a unit file edited wrongly is named, with the way back`() throws {
        let folder = "/etc/systemd/system/ingressd-capture.service.d"
        try host.run(["mkdir", "-p", folder])
        defer {
            _ = try? host.run(["rm", "-rf", folder])
            _ = try? host.run(["systemctl", "daemon-reload"])
        }
        try host.run([
            "bash", "-c", "printf '[Service]\nWatchdogSecs=2\n' >\(folder)/99-wrong.conf",
        ])
        #expect(try problems().contains("unit files"))
        let said = try problems()
        #expect(said.contains("WatchdogSecs") && said.contains("systemctl revert"), "\(said)")
    }

    /// A condition that fails with 1 to 254 is a unit that is not wanted, and no word of it.
    @Test(.timeLimit(.minutes(2)))
    func `a conditional unit fails by name where the configuration cannot be read`() throws {
        let unit = "holdover-hooks.service"
        let file = "/etc/holdover/holdover.toml"
        try host.run(["cp", file, "/run/holdover.toml.kept"])
        defer {
            _ = try? host.run(["bash", "-c", "cat /run/holdover.toml.kept >\(file)"])
            _ = try? host.run(["systemctl", "stop", unit])
            _ = try? host.attempt(["systemctl", "reset-failed", unit])
        }
        // Nobody is to be told: the condition is not met, and that is no failure.
        try host.run(["systemctl", "start", unit])
        #expect(
            try host.run(["systemctl", "show", "-P", "Result", unit]).contains("exec-condition"))
        try host.run(["bash", "-c", "printf '\n[hooks]\ncomand = \"/bin/true\"\n' >>\(file)"])
        #expect(try host.attempt(["systemctl", "start", unit]).code != 0)
        #expect(try host.journalHas("hooks.comand", ["-u", unit]))
    }

    @Test(.timeLimit(.minutes(2)))
    func `a missing user is named by doctor and the journal`() throws {
        try host.run(["cp", "-n", "/etc/passwd", "/run/passwd.kept"])
        try host.run(["sed", "-i", "/^holdover:/d", "/etc/passwd"])
        try breaks(
            "ingressd-capture.service",
            doctorSays: ["there is no user holdover", "systemd-sysusers holdover.conf"],
            journalSays: "Failed to determine user credentials"
        ) {
            try host.run(["bash", "-c", "cat /run/passwd.kept >/etc/passwd"])
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func `missing permissions are named by doctor and the journal`() throws {
        try host.run(["chown", "root:", "/run/holdover/locks"])
        try host.run(["chmod", "700", "/run/holdover/locks"])
        try breaks(
            "ingressd-capture.service",
            doctorSays: ["/run/holdover/locks is not holdover's to write", "chown -R holdover:"],
            journalSays: "/run/holdover/locks"
        ) {
            try host.run(["chown", "holdover:", "/run/holdover/locks"])
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func `a state folder of another version is left alone and named`() throws {
        func version(_ statement: String) throws -> String {
            try host.run([
                "python3", "-c",
                "import sqlite3; c = sqlite3.connect('/var/lib/holdover/coordinator.sqlite'); "
                    + "r = c.execute('PRAGMA \(statement)').fetchone(); print(r[0] if r else '')",
            ])
        }
        // Nobody else can open the store while the coordinator has it.
        let unit = "coordinatord.service"
        var known = ""
        try breaks(
            unit, doctorSays: ["written by a newer holdover"],
            journalSays: "written by a newer holdover",
            breaking: {
                try host.run(["systemctl", "stop", unit])
                known = try version("user_version")
                _ = try version("user_version = 999")
                try host.run(["systemctl", "start", "--no-block", unit])
            },
            mend: {
                if !known.isEmpty { _ = try version("user_version = \(known)") }
            })
    }
}
