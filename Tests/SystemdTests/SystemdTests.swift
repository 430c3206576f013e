import Foundation
import TestKit
import Testing

/// The whole of Holdover as it is installed, under a systemd of its own. One after the other: the
/// tests share the running show, and each leaves it on air.
@Suite(
    .serialized, .realTime,
    .enabled(
        if: PrivateSystemd.obstacle == nil,
        """
        SKIPPED: THIS MACHINE CANNOT RUN A SYSTEMD OF ITS OWN \
        (\(PrivateSystemd.obstacle ?? "")). Run it as root where namespaces may be made
        """))
struct SystemdTests {
    private static let stages = [
        "outputd.service", "coordinatord.service", "renderd@a.service",
        "ingressd-capture.service", "ingressd-control.service", "holdover-card.service",
    ]
    /// Stages whose death the output must not feel.
    private static let expendable = [
        "coordinatord.service", "renderd@a.service", "ingressd-capture.service",
        "ingressd-control.service",
    ]

    /// Booted by the first test, for all of them.
    private static let host = Result { try PrivateSystemd(format: "320x180p25") }
    let host: PrivateSystemd

    init() throws {
        host = try Self.host.get()
        let host = host
        let isOnAir = try host.waits(60) {
            try Self.stages.allSatisfy(host.isActive) && host.onAir() == "program.a"
        }
        let journal = isOnAir ? "" : try host.run(["journalctl", "--no-pager", "-n", "60"])
        try #require(isOnAir, "\(journal)")
    }

    func pids(but unit: String) throws -> [String: Int32] {
        var pids: [String: Int32] = [:]
        for other in Self.stages where other != unit { pids[other] = try host.pid(of: other) }
        return pids
    }

    /// Sends `signal` to the unit's process and waits until systemd has it ready again.
    private func fault(_ signal: String, _ unit: String) throws {
        let before = try host.restarts(of: unit)
        try host.run(["kill", "-" + signal, "\(host.pid(of: unit))"])
        let isBack = try host.waits {
            try host.restarts(of: unit) > before && host.isActive(unit)
        }
        #expect(isBack, "\(unit) did not come back after SIG\(signal)")
        #expect(try host.waits { try host.onAir() == "program.a" }, "no programme")
    }

    @Test(.timeLimit(.minutes(2)))
    func `an enabled target takes the show to air at boot, in order, with status lines`() throws {
        #expect(try host.isActive("holdover.target"))
        func instant(_ name: String, _ unit: String) throws -> Int {
            Int(try host.property(name, of: unit)) ?? 0
        }
        // The device, then the output, then what feeds it: the reverse is the order of a stop.
        let order = ["holdover-card.service", "outputd.service", "renderd@a.service"]
        for (first, second) in zip(order, order.dropFirst()) {
            let ready = try instant("ActiveEnterTimestampMonotonic", first)
            #expect(ready > 0)
            #expect(try ready <= instant("InactiveExitTimestampMonotonic", second), "\(second)")
        }
        let isTold = try host.waits {
            let text = try host.property("StatusText", of: "outputd.service")
            return text.contains("320x180p25, program.a on air, device running, depth")
                && text.contains("0 lost")
        }
        let text = try host.property("StatusText", of: "outputd.service")
        #expect(isTold, "\(text)")
    }

    @Test(.timeLimit(.minutes(2)))
    func `limits and priorities are what the units say`() throws {
        let expected = [
            ("LimitRTPRIO", "60"), ("LimitMEMLOCK", "infinity"), ("OOMScoreAdjust", "-900"),
            ("WatchdogUSec", "500ms"), ("RestartUSec", "20ms"), ("Type", "notify"),
            ("User", "holdover"), ("StartLimitIntervalUSec", "0"),
        ]
        for (name, value) in expected {
            #expect(try host.property(name, of: "outputd.service") == value, "\(name)")
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func `metrics cross into stages that have no network`() throws {
        let ports = [
            9461: "ingressd.control", 9462: "coordinatord", 9463: "renderd.a", 9464: "outputd",
            9465: "ingressd.capture", 9467: "card",
        ]
        for (port, process) in ports {
            let text = try host.run(["curl", "-sf", "http://127.0.0.1:\(port)/metrics"])
            #expect(text.contains("process=\"\(process)\""), "\(port)")
        }
        for unit in ["outputd.service", "coordinatord.service", "renderd@a.service"] {
            let links = try host.run(["cat", "/proc/\(host.pid(of: unit))/net/dev"])
            #expect(links.split(separator: "\n").count == 3, "\(unit) sees \(links)")
        }
    }

    @Test(.timeLimit(.minutes(5)), arguments: expendable, ["KILL", "STOP"])
    func `a stage dies or hangs, and nobody else notices`(unit: String, signal: String) throws {
        let others = try pids(but: unit)
        let lost = try host.lostSlots()
        try fault(signal, unit)
        for (other, pid) in others { #expect(try host.pid(of: other) == pid, "\(other)") }
        #expect(try host.lostSlots() == lost, "slots lost by SIG\(signal) of \(unit)")
        if signal == "STOP" {
            #expect(try host.journalHas("Watchdog timeout", ["-u", unit]))
        }
    }

    @Test(.timeLimit(.minutes(4)))
    func `a short storm loses nothing, neither slots nor stored changes`() throws {
        let result = try host.attempt([
            "/usr/bin/holdover", "soak", "--systemd", "--faults", "10", "--seed", "11", "--json",
        ])
        #expect(result.code == 0, "\(result.output.suffix(2000))\(result.errors)")
        let value = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        let report = try #require(value as? [String: Any])
        #expect(report["lost"] as? Int == 0)
        #expect(report["card_missed"] as? Int == 0)
        #expect(report["changes_lost"] as? Int == 0)
        #expect(report["changes_stored"] as? Int ?? 0 > 0)
        let witness = try #require(report["witness"] as? [String: Any])
        #expect(witness["disagreements"] as? Int == 0, "\(witness)")
    }

    @Test(.timeLimit(.minutes(2)), arguments: ["KILL", "STOP"])
    func `outputd dies or hangs and counts what the card counted`(signal: String) throws {
        let others = try pids(but: "outputd.service")
        let lost = try #require(try host.lostSlots())
        let missed = try #require(try host.card("missed_ticks"))
        try fault(signal, "outputd.service")
        for (other, pid) in others { #expect(try host.pid(of: other) == pid, "\(other)") }
        let isEqual = try host.waits(10) {
            let own = try (host.lostSlots() ?? 0) - lost
            return try own == (host.card("missed_ticks") ?? 0) - missed
        }
        let counted = try host.lostSlots() ?? -1
        let shown = try host.card("missed_ticks") ?? -1
        #expect(isEqual, "counted \(counted) - \(lost), the card \(shown) - \(missed)")
    }

    @Test(.timeLimit(.minutes(2)))
    func `the card dies in its own unit, and the output finds it again`() throws {
        let others = try pids(but: "holdover-card.service")
        try fault("KILL", "holdover-card.service")
        for (other, pid) in others { #expect(try host.pid(of: other) == pid, "\(other)") }
    }

    @Test(.timeLimit(.minutes(2)))
    func `callers wait in the sockets while control is away`() throws {
        try host.run(["kill", "-KILL", "\(host.pid(of: "ingressd-control.service"))"])
        // Asked at once: refused without the socket unit, answered late with it.
        let answer = try host.run(["curl", "-sf", "-m", "20", "http://127.0.0.1:8080/healthz"])
        #expect(!answer.isEmpty)
        let osc = try host.attempt(["bash", "-c", "ss -ulnH 'sport = :9000' | wc -l"])
        #expect(osc.output.trimmingCharacters(in: .whitespacesAndNewlines) == "1")
    }

    @Test(.timeLimit(.minutes(2)))
    func `a reload takes over what it can, and keeps what it had where the file is wrong`() throws {
        let before = try pids(but: "")
        let file = "/etc/holdover/holdover.toml"
        try host.run(["cp", file, "/etc/holdover/kept.toml"])
        defer {
            _ = try? host.run(["mv", "/etc/holdover/kept.toml", file])
            _ = try? host.run(["systemctl", "reload"] + Self.stages)
        }
        try host.run(["bash", "-c", "printf '\\n[log]\\nlevel = \"debug\"\\n' >>\(file)"])
        try host.run(["systemctl", "reload"] + Self.stages)
        for unit in Self.stages {
            #expect(
                try host.waits { try host.journalHas("read again: log.level", ["-u", unit]) },
                "\(unit)")
        }
        try host.run(["bash", "-c", "echo 'colour = 1' >>\(file)"])
        try host.run(["systemctl", "reload"] + Self.stages)
        for unit in Self.stages {
            #expect(
                try host.waits { try host.journalHas("the one before stays", ["-u", unit]) },
                "\(unit)")
            #expect(try host.isActive(unit))
        }
        #expect(try pids(but: "") == before)
    }

    @Test(.timeLimit(.minutes(2)))
    func `a crash loop slows down, is named, and takes nobody with it`() throws {
        let unit = "coordinatord.service"
        let others = try pids(but: unit)
        let lost = try host.lostSlots()
        let file = "/etc/holdover/holdover.toml"
        try host.run(["sed", "-i.kept", "s/^role = .*/role = \"chief\"/", file])
        try host.run(["kill", "-KILL", "\(host.pid(of: unit))"])
        #expect(try host.waits { try host.journalHas("crash loop: coordinatord died") })
        let before = try host.restarts(of: unit)
        sleep(4)
        // At 20 ms a start there would be a hundred.
        #expect(try host.restarts(of: unit) - before <= 8)
        #expect(try host.journalHas("\"channel.role\" is \"chief\"", ["-u", unit]))
        for (other, pid) in others { #expect(try host.pid(of: other) == pid, "\(other)") }
        #expect(try host.lostSlots() == lost)
        try host.run(["mv", file + ".kept", file])
        #expect(try host.waits(30) { try host.isActive(unit) })
    }

    @Test(.timeLimit(.minutes(2)))
    func `the panic control works with every other stage dead`() throws {
        let dead = Self.stages.filter { $0 != "outputd.service" && $0 != "holdover-card.service" }
        try host.run(["systemctl", "stop"] + dead)
        defer {
            _ = try? host.run(["/usr/bin/holdover", "force", "auto"])
            _ = try? host.run(["systemctl", "start"] + dead)
        }
        for (mode, shown) in [("slate", "slate"), ("black", "black"), ("hold", "hold")] {
            let answer = try host.run(["/usr/bin/holdover", "force", mode])
            #expect(answer.contains(mode), "\(answer)")
            #expect(try host.waits(5) { try host.onAir() == shown }, "not \(shown)")
        }
        try host.run(["kill", "-KILL", "\(host.pid(of: "outputd.service"))"])
        // Latched: the next outputd goes on with it.
        #expect(try host.waits(10) { try host.onAir() == "hold" })
        try host.run(["/usr/bin/holdover", "force", "auto"])
        try host.run(["systemctl", "start"] + dead)
        #expect(try host.waits(60) { try host.onAir() == "program.a" })
    }

    @Test(.timeLimit(.minutes(2)))
    func `the journal's fields tell who said what`() throws {
        let fields = ["HOLDOVER_PROCESS": "outputd", "SYSLOG_IDENTIFIER": "outputd"]
        let entry = try #require(
            try host.journal(["-u", "outputd.service", "FROM=slate", "TO=program.a"]).last)
        for (name, value) in fields { #expect(entry[name] as? String == value, "\(name)") }
        #expect((entry["INDEX"] as? String).flatMap(Int.init) ?? 0 > 0)
        for unit in Self.stages {
            let own = try host.journal(["-u", unit, "-n", "200"]).filter {
                $0["HOLDOVER_PROCESS"] != nil && $0["LOOP"] != nil && $0["PRIORITY"] != nil
            }
            #expect(!own.isEmpty, "\(unit) says nothing with fields")
        }
    }

    @Test(.timeLimit(.minutes(3)))
    func `the journal's fields alone rebuild the timeline of a faulted run`() throws {
        func run(_ words: String...) throws { try host.run(["/usr/bin/holdover", "run"] + words) }
        func says(_ words: String) throws -> Bool {
            try host.attempt(["/usr/bin/holdover", "run", "status"]).output.contains(words)
        }
        // What another test did to the device may have faulted the run.
        let isSettled = try host.waits(60) {
            guard try says("FAULT") else { return try says("running") }
            for step in ["acknowledge", "clear", "recover"] {
                _ = try host.attempt(["/usr/bin/holdover", "run", step])
            }
            return false
        }
        try #require(isSettled)
        // Stopped by hand, a renderer stays away: longer than the run has patience for.
        try host.run(["systemctl", "stop", "renderd@a.service"])
        #expect(try host.waits(40) { try says("FAULT     renderd") })
        try run("acknowledge", "--comment", "seen")
        try host.run(["systemctl", "start", "renderd@a.service"])
        #expect(try host.waits(40) { try says("the cause has gone") })
        try run("clear")
        try run("recover")
        try run("pause")
        try run("resume")
        let entries = try host.journal([
            "-u", "coordinatord.service", "EVENT=run_transitioned",
        ])
        let id = try #require(entries.last?["RUN_ID"] as? String)
        let moves = entries.filter { $0["RUN_ID"] as? String == id }
        func field(_ name: String, _ entry: [String: Any]) -> String {
            entry[name] as? String ?? ""
        }
        let timeline = moves.map {
            "\(field("FROM", $0))→\(field("TO", $0)) \(field("CAUSE", $0))"
        }
        #expect(
            timeline.suffix(7) == [
                "running→faulted fault", "faulted→recovering operator",
                "recovering→running operator", "running→pausing operator",
                "pausing→paused operator", "paused→resuming operator",
                "resuming→running operator",
            ], "\(timeline)")
        let fault = try #require(moves.last { $0["TO"] as? String == "faulted" })
        #expect(field("COMPONENT", fault) == "renderd")
        for entry in moves.suffix(7) where field("FROM", entry) == "running" {
            #expect(field("TO", entry) == "faulted" || !field("OPERATION_ID", entry).isEmpty)
        }
        // Times are the journal's own, in order.
        let times = moves.compactMap { ($0["__MONOTONIC_TIMESTAMP"] as? String).flatMap(Int.init) }
        #expect(times == times.sorted() && times.count == moves.count)
        #expect(try host.waits { try host.onAir() == "program.a" })
    }

    @Test(.timeLimit(.minutes(3)))
    func `hooks are told in a unit of their own, which comes back, and is none without hooks`()
        throws
    {
        let unit = "holdover-hooks.service"
        #expect(try !host.isActive(unit), "nothing is configured, so nothing runs")
        let file = "/etc/holdover/holdover.toml"
        let told = "/var/lib/holdover/told"
        let script = "#!/bin/sh\necho $HOLDOVER_ALARM_KIND >> \(told)\n"
        try host.run([
            "/bin/sh", "-c",
            "printf '\(script)' > /usr/local/bin/hook && chmod 755 /usr/local/bin/hook"
                + " && cp \(file) \(file).kept"
                + " && printf '[hooks]\\ncommand = \"/usr/local/bin/hook\"\\n' >> \(file)",
        ])
        let others = try pids(but: "ingressd-capture.service")
        try host.run(["systemctl", "start", unit])
        #expect(try host.waits { try host.isActive(unit) })
        func hears(_ kind: String) throws -> Bool {
            try host.waits { try host.attempt(["grep", "-q", kind, told]).code == 0 }
        }
        try fault("KILL", "ingressd-capture.service")
        let isTold = try hears("link-lost")
        let journal = try host.run(["journalctl", "--no-pager", "-n", "30", "-u", unit])
        #expect(isTold, "\(journal)")
        try fault("KILL", unit)
        try host.run(["rm", "-f", told])
        try fault("KILL", "ingressd-capture.service")
        #expect(try hears("link-lost"))
        for (other, pid) in others { #expect(try host.pid(of: other) == pid, "\(other)") }
        try host.run(["mv", file + ".kept", file])
        try host.run(["systemctl", "stop", unit])
        #expect(try host.property("Result", of: unit) == "success")
    }

    @Test(.timeLimit(.minutes(3)))
    func `a stream leaves through the card's unit alone`() throws {
        let file = "/etc/holdover/holdover.toml"
        let receiver = try host.start([
            "ffmpeg", "-v", "error", "-i", "udp://127.0.0.1:5004?timeout=30000000", "-map", "0:v",
            "-frames:v", "10", "-f", "framemd5", "-",
        ])
        try host.run([
            "sed", "-i.kept", "s|^device = .*|&\\nsinks = [\"url:udp://127.0.0.1:5004\"]|", file,
        ])
        let others = try pids(but: "holdover-card.service")
        try host.run(["systemctl", "restart", "holdover-card.service"])
        var frames = 0
        while frames < 10, let line = try receiver.line(within: 40) {
            if !line.hasPrefix("#") { frames += 1 }
        }
        #expect(frames == 10)
        let tasks = try host.run([
            "systemd-cgls", "--no-pager", "-u", "holdover-card.service",
        ])
        #expect(tasks.contains("ffmpeg"), "\(tasks)")
        for (other, pid) in others { #expect(try host.pid(of: other) == pid, "\(other)") }
        try host.run(["mv", file + ".kept", file])
        try host.run(["systemctl", "restart", "holdover-card.service"])
    }

    @Test(.timeLimit(.minutes(3)))
    func `an orderly stop ends everything well, and a start brings it back`() throws {
        try host.run(["systemctl", "stop", "holdover.target"])
        let isStopped = try host.waits {
            try Self.stages.allSatisfy {
                try host.property("ActiveState", of: $0) == "inactive"
            }
        }
        #expect(isStopped)
        for unit in Self.stages {
            #expect(try host.property("Result", of: unit) == "success", "\(unit)")
        }
        let sockets = try host.run(["systemctl", "list-units", "--failed", "--no-legend"])
        #expect(!sockets.contains("holdover"), "\(sockets)")
        // Nothing listens any more, so nobody wakes a stopped stage.
        let closed = try host.attempt(["curl", "-sf", "http://127.0.0.1:9464/metrics"])
        #expect(closed.code == 7)
        try host.run(["systemctl", "start", "holdover.target"])
        #expect(try host.waits(60) { try host.onAir() == "program.a" })
    }
}
