import Common
import Foundation
import TestKit
import Testing

/// Nothing runs without a name, an owner and a limit: looked up in a whole instance.
@Suite("Loops and pools", .serialized, .realTime)
struct LoopAndPoolTests {
    /// Threads that libraries make for themselves, by the beginning of their names: ZeroMQ, the event
    /// loop of HTTP, the GL driver. Unnamed ones carry the name of the thread that made them.
    private static let libraries = [
        "ZMQbg", "NIO-ELT", "llvmpipe", "outputd", "renderd", "coordinatord", "ingressd",
        "holdover",
        "store", "render", "builds", "messages", "shader-scan", "ic.",
        // The dispatch queues of the database library, the ends of their names.
        "oot.default-qos", "-qos.overcommit",
    ]

    private func status(_ live: LiveInstance) throws -> [String: Any] {
        let text = try live.holdover(["status", "--json"]).output
        return try #require(
            try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    /// A series of a process by its pool: what Prometheus sees.
    private func pools(_ live: LiveInstance, _ process: String) throws -> [String: [String: Double]]
    {
        let port = try #require(live.instance.paths.port(of: "metrics.\(process)"))
        let text = try CommandResult.run(
            "/usr/bin/curl", ["-fsS", "--max-time", "10", "http://127.0.0.1:\(port)/metrics"]
        ).output
        var pools: [String: [String: Double]] = [:]
        for line in text.split(separator: "\n") {
            guard let found = line.firstMatch(of: #/^holdover_pool_(\w+){pool="([^"]+)"} (\S+)/#)
            else { continue }
            pools[String(found.2), default: [:]][String(found.1)] = Double(found.3)
        }
        return pools
    }

    @Test(.timeLimit(.minutes(3)))
    func `every thread of every daemon is named, owned and visible`() throws {
        let live = try LiveInstance(["--input", "test:bars", "--format", "320x180p25"])
        #expect(live.waits { live.isProgrammeOnAir }, "\(live.text)")
        let daemons = try #require(try status(live)["daemons"] as? [[String: Any]])
        #expect(daemons.count == 6)
        for daemon in daemons {
            let name = try #require(daemon["name"] as? String)
            let loops = try #require(daemon["loops"] as? [[String: Any]])
            #expect(loops.contains { $0["name"] as? String == "main" }, "\(name)")
            for loop in loops {
                #expect((loop["owner"] as? String)?.isEmpty == false, "\(name): \(loop)")
                #expect(loop["state"] as? String == "running", "\(name): \(loop)")
                #expect(
                    LoopCriticality(rawValue: loop["criticality"] as? String ?? "") != nil,
                    "\(name): \(loop)")
            }
            let others = try #require(daemon["library_threads"] as? [String: Any])
            for thread in others.keys {
                #expect(Self.libraries.contains { thread.hasPrefix($0) }, "\(name): \(thread)")
            }
        }
        let port = try #require(live.instance.paths.port(of: "http"))
        let api = try CommandResult.run(
            "/usr/bin/curl", ["-fsS", "--max-time", "5", "http://127.0.0.1:\(port)/api/v1/loops"])
        for word in ["\"playout\"", "\"store\"", "\"render\"", "\"critical\"", "\"degrading\""] {
            #expect(api.output.contains(word), "\(word): \(api.output.prefix(300))")
        }
        live.interrupt()
        #expect(live.wait(within: 60) != nil, "\(live.text)")
    }

    @Test(.timeLimit(.minutes(3)))
    func `ten times as much never exceeds a pool, and hooks run beside the show`() throws {
        let instance = try TestInstance()
        let hook = instance.paths.state + "/hook"
        let told = instance.paths.state + "/told"
        try "#!/bin/sh\necho \"$HOLDOVER_ALARM_KIND\" >> '\(told)'\nexec sleep 600\n".write(
            toFile: hook, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hook)
        let live = try LiveInstance(
            ["--input", "test:bars", "--format", "320x180p25"],
            environment: [
                "HOLDOVER_CONTROL_CONNECTION_LIMIT": "8", "HOLDOVER_CONTROL_WEBSOCKET_LIMIT": "2",
                "HOLDOVER_CONTROL_REQUEST_LIMIT": "2", "HOLDOVER_CONTROL_OSC_COMMAND_LIMIT": "2",
                "HOLDOVER_HOOKS_COMMAND": hook, "HOLDOVER_HOOKS_LIMIT": "2",
                "HOLDOVER_HOOKS_TIMEOUT_MS": "2000", "HOLDOVER_RUN_PROBE_LIMIT": "1",
            ], instance: instance)
        #expect(live.waits { live.isProgrammeOnAir }, "\(live.text)")
        #expect(live.waits(30) { live.state(of: "hooks") == "running" }, "\(live.text)")
        // Twenty alarms at once, of lanes and inputs that are not there, each told to a hook that hangs.
        let burst = try CommandResult.run(
            LiveInstance.programs + "/probe",
            ["alarm-burst", "--instance", instance.paths.instance, "--count", "20"],
            environment: ProcessInfo.processInfo.environment.merging(instance.environment) { $1 })
        #expect(burst.code == 0, "\(burst.errors)")
        let port = try #require(instance.paths.port(of: "http"))
        // Those beyond two are refused before the handshake.
        let sockets = (0..<20).compactMap { _ in try? TestWebSocket(port: port, seconds: 2) }
        #expect(sockets.count == 2)
        // Connections that are held while the next one comes.
        let held = """
            import socket
            held = [socket.create_connection(("127.0.0.1", \(port)), 5) for _ in range(80)]
            for one in held:
                one.settimeout(5)
                try:
                    one.sendall(b"GET /api/v1/state HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n")
                    one.recv(100)
                except OSError:
                    pass
            """
        _ = try CommandResult.run("/usr/bin/python3", ["-c", held])
        withExtendedLifetime(sockets) {}
        let hooks = live.waits(20) {
            (try? String(contentsOfFile: told, encoding: .utf8).split(separator: "\n").count) ?? 0
                > 4
        }
        #expect(hooks, "hooks are told although each of them hangs: \(live.text)")
        var seen: Set<String> = []
        for process in [
            "coordinatord", "ingressd.control", "ingressd.capture", "renderd.a", "outputd", "hooks",
        ] {
            for (name, pool) in try pools(live, process) {
                seen.insert(name)
                let limit = try #require(pool["limit"])
                #expect((pool["high_water"] ?? .infinity) <= limit, "\(name): \(pool)")
                #expect((pool["in_flight"] ?? .infinity) <= limit, "\(name): \(pool)")
            }
        }
        let expected = PoolPolicy.all.filter { !$0.name.contains("#") }.map(\.name)
        #expect(Set(expected).subtracting(seen).isEmpty, "seen: \(seen.sorted())")
        let busy = try pools(live, "ingressd.control")["control.connections"]
        #expect((busy?["refused_total"] ?? 0) > 0, "eighty were offered where eight have room")
        #expect(try pools(live, "hooks")["hooks"]?["high_water"] == 2)
        live.interrupt()
        #expect(live.wait(within: 60) != nil, "\(live.text)")
    }
}
