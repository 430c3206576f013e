import Foundation
import TestKit
import Testing

/// The Debian package's life on a host of its own: installed, upgraded on air, removed, purged.
@Suite(
    .serialized, .realTime,
    .enabled(
        if: PrivateSystemd.obstacle == nil,
        """
        SKIPPED: THIS MACHINE CANNOT RUN A SYSTEMD OF ITS OWN \
        (\(PrivateSystemd.obstacle ?? "")). Run it as root where namespaces may be made
        """))
struct PackageTests {
    /// Builds the package; every dependency of it is met by the machine, or dpkg says which is not.
    private func build(_ version: String, into folder: String) throws -> String {
        let made = try CommandResult.run(
            "/usr/bin/env",
            [
                "COMPRESSION=none", PrivateSystemd.repository + "/tools/package",
                LiveInstance.programs, folder, version,
            ])
        try #require(made.code == 0, "\(made.errors)")
        return made.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test(.timeLimit(.minutes(5)))
    func `the package installs, goes on air, is upgraded on air, and leaves nothing behind`() throws
    {
        let folder = "/var/tmp/holdover-package-\(UInt32.random(in: 0 ... .max))"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let first = try build("0.0.1", into: folder)
        let host = try PrivateSystemd()
        // Small enough to be drawn anywhere; kept by dpkg as the administrator's file.
        try host.run(["mkdir", "-p", "/etc/default"])
        try host.run([
            "sh", "-c", "echo HOLDOVER_CHANNEL_FORMAT=320x180p25 >/etc/default/holdover",
        ])
        try host.run(["dpkg", "-i", first])
        #expect(try host.waits(60) { try host.onAir() == "program.a" }, "not on air")
        #expect(try host.run(["systemctl", "is-enabled", "holdover.target"]) == "enabled")
        #expect(!(try host.run(["man", "-w", "holdover"])).isEmpty)

        let second = try build("0.0.2", into: folder)
        let card = try host.pid(of: "holdover-card.service")
        let output = try host.pid(of: "outputd.service")
        let lost = try host.lostSlots() ?? 0
        try host.run(["sh", "-c", "echo '# mine' >>/etc/holdover/holdover.toml"])
        try host.run(["dpkg", "-i", second])
        #expect(try host.pid(of: "outputd.service") != output)
        #expect(try host.pid(of: "holdover-card.service") == card)
        #expect(try host.waits(60) { try host.onAir() == "program.a" }, "not on air again")
        #expect(try host.run(["cat", "/etc/holdover/holdover.toml"]).contains("# mine"))
        // An orderly restart of the output is the only thing that costs slots: a quarter of a second.
        #expect(try (host.lostSlots() ?? 0) - lost <= 25, "an upgrade costs too much")

        try host.run(["dpkg", "-r", "holdover"])
        for unit in ["outputd.service", "holdover-card.service", "holdover-outputd-metrics.socket"]
        {
            #expect(try host.property("ActiveState", of: unit) == "inactive", "\(unit)")
        }
        let kept = try host.attempt(["ls", "/etc/holdover/holdover.toml", "/var/lib/holdover"])
        #expect(kept.code == 0, "a removal keeps configuration and state")
        try host.run(["dpkg", "-P", "holdover"])
        let left = try host.run([
            "sh", "-c",
            "find /etc /usr/lib /usr/share /usr/bin /var/lib /run -path '*holdover*' "
                + "! -path '*/dpkg/*' ! -path '/run/out*' 2>/dev/null || true",
        ])
        #expect(left == "", "left behind: \(left)")
    }
}
