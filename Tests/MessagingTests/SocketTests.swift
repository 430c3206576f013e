import Common
import Foundation
import Messaging
import Proto
import TestKit
import Testing

/// The socket files, their marks and their limits.
@Suite struct SocketTests {
    @Test func theMarksAreReadBack() throws {
        let plane = try Plane(.zeroMQ, mark: 37)
        let coordinator = try plane.transport.bind()
        let link = try plane.transport.connect(receivingEvents: true)
        let wanted = ["control": 37, "events": 37, "telemetry": 37]
        #expect(coordinator.highWaterMarks == wanted)
        #expect(link.highWaterMarks == wanted)
        link.close()
        coordinator.close()
    }

    @Test func anUnlimitedMarkIsAnError() {
        for marks in [(0, 1, 1), (1, 0, 1), (1, 1, 0), (-1, 1, 1)] {
            #expect(throws: TransportError.self) {
                try HighWaterMarks(control: marks.0, events: marks.1, telemetry: marks.2)
            }
        }
    }

    @Test func aSecondProcessCannotBindAndTheFirstGoesOn() throws {
        let plane = try Plane(.zeroMQ)
        let decider = Decider(try plane.coordinator())
        let second = try TestChild(
            BuiltProducts.path("probe"),
            ["messaging", "coordinate", "--ledger", plane.instance.paths.state + "/ledger"],
            environment: plane.instance.environment)
        #expect(try second.wait() == .exited(1))
        let link = try plane.link()
        #expect(link.client.waitUntilConnected(until: soon()))
        _ = try link.client.request(command("still here"), deadline: soon())
        link.stop()
        decider.stop()
    }

    private func status(_ path: String) -> stat? {
        var status = stat()
        return lstat(path, &status) == 0 ? status : nil
    }

    @Test func theFilesAreForOwnerAndGroupAndGoWithTheirOwner() throws {
        let plane = try Plane(.zeroMQ)
        let decider = Decider(try plane.coordinator())
        for name in ["control", "events", "telemetry"] {
            let file = try #require(status(plane.instance.paths.socket(name)))
            #expect(file.st_mode & 0o777 == 0o660)
        }
        decider.stop()
        for name in ["control", "events", "telemetry"] {
            #expect(status(plane.instance.paths.socket(name)) == nil)
        }
    }

    @Test func aRemovedOrReplacedSocketFileIsBoundAnew() throws {
        let plane = try Plane(.zeroMQ)
        let registry = MetricsRegistry()
        let decider = Decider(try plane.coordinator(registry: registry))
        let old = try plane.link("old")
        #expect(old.client.waitUntilConnected(until: soon()))
        let paths = plane.instance.paths
        let inode = status(paths.socket("control"))?.st_ino
        unlink(paths.socket("control"))
        unlink(paths.socket("events"))
        let other = paths.runtime + "/other"
        try Data("no socket".utf8).write(to: URL(fileURLWithPath: other))
        rename(other, paths.socket("telemetry"))
        #expect(eventually { registry.render().contains("holdover_sockets_rebound_total 3") })
        #expect(status(paths.socket("control")) != nil)
        #expect(status(paths.socket("control"))?.st_ino != inode)
        let seen = Seen()
        let new = try plane.link("new", seen.subscription)
        #expect(new.client.waitUntilConnected(until: soon()) && seen.isLive)
        _ = try new.client.request(command("over the new file"), deadline: soon())
        _ = try old.client.request(command("over the old connection"), deadline: soon())
        old.stop()
        new.stop()
        decider.stop()
    }

    @Test func aMessageOverTheLimitClosesThePeer() throws {
        let plane = try Plane(.zeroMQ)
        let decider = Decider(try plane.coordinator())
        let link = try plane.link()
        #expect(link.client.waitUntilConnected(until: soon()))
        let intruder = try TestChild(
            "/usr/bin/python3",
            ["-c", Self.oversizeSender, plane.instance.paths.socket("control")])
        #expect(try intruder.line() == "closed")
        #expect(try intruder.wait() == .exited(0))
        _ = try link.client.request(command("nobody else suffers"), deadline: soon())
        link.stop()
        decider.stop()
    }

    /// Speaks ZMTP 3.0 by hand and announces a frame of 1 MiB + 1.
    private static let oversizeSender = """
        import socket, struct, sys
        s = socket.socket(socket.AF_UNIX); s.settimeout(20); s.connect(sys.argv[1])
        s.sendall(b'\\xff' + b'\\0'*8 + b'\\x7f' + b'\\x03\\x00' + b'NULL'.ljust(20, b'\\0') + b'\\0'*32)
        got = b''
        while len(got) < 64: got += s.recv(64 - len(got))
        body = b'\\x05READY' + b'\\x0bSocket-Type' + struct.pack('>I', 6) + b'DEALER' \\
            + b'\\x08Identity' + struct.pack('>I', 0)
        s.sendall(b'\\x04' + bytes([len(body)]) + body)
        s.recv(2); s.recv(4096)
        s.sendall(b'\\x02' + struct.pack('>Q', (1 << 20) + 1))
        try:
            s.sendall(b'x' * 4096)
            while s.recv(4096): pass
            print('closed')
        except (ConnectionResetError, BrokenPipeError):
            print('closed')
        """

    @Test func telemetryThatIsNeverDrainedStallsNobody() throws {
        let plane = try Plane(.zeroMQ, mark: 20)
        let decider = Decider(try plane.coordinator())
        let link = try plane.link("chatty")
        #expect(link.client.waitUntilConnected(until: soon()))
        for number in 0..<20_000 {
            link.telemetry.send(
                .heartbeat(Heartbeat(pid: UInt32(number))), key: "\(number % 1_500)")
        }
        // Nobody calls nextTelemetry; requests, facts and events go on.
        for number in 0..<50 {
            _ = try link.client.request(command("op-\(number)"), deadline: soon())
        }
        let queue = link.telemetry.queueSnapshot
        #expect(queue.addsUp && queue.highWater <= QueuePolicy.telemetryOutgoing.capacity)
        link.stop()
        decider.stop()
    }

    @Test func telemetryToAStoppedCoordinatorIsBoundedAndCounted() throws {
        let plane = try Plane(.zeroMQ, mark: 10)
        let coordinator = try TestChild(
            BuiltProducts.path("probe"),
            [
                "messaging", "coordinate", "--mark", "10", "--ledger",
                plane.instance.paths.state + "/ledger",
            ], environment: plane.instance.environment)
        #expect(try coordinator.line() == "ready")
        let flood = try TestChild(
            BuiltProducts.path("probe"),
            ["messaging", "flood", "--mark", "10", "--count", "50000"],
            environment: plane.instance.environment)
        #expect(try flood.line() == "ready")
        coordinator.kill(SIGSTOP)
        flood.send("")
        let words = try #require(try flood.line()).split(separator: " ")
        #expect(words[0] == "true")
        #expect(Int(words[1]) ?? .max <= QueuePolicy.telemetryOutgoing.capacity)
        coordinator.kill(SIGCONT)
        coordinator.kill()
    }

    @Test func anIdlePlaneWakesOnlyForTheBeat() throws {
        let plane = try Plane(.zeroMQ)
        let (coordinatorMetrics, idleMetrics) = (MetricsRegistry(), MetricsRegistry())
        let decider = Decider(try plane.coordinator(registry: coordinatorMetrics))
        let link = try plane.link("idle", registry: idleMetrics)
        #expect(link.client.waitUntilConnected(until: soon()))
        usleep(200_000)
        let before = (wakeUps(coordinatorMetrics), wakeUps(idleMetrics))
        usleep(1_000_000)
        #expect(wakeUps(coordinatorMetrics) - before.0 <= 12)
        #expect(wakeUps(idleMetrics) - before.1 == 0)
        link.stop()
        decider.stop()
    }

    private func wakeUps(_ registry: MetricsRegistry) -> Int {
        let name = "holdover_messaging_wakeups_total "
        let line = registry.render().split(separator: "\n").first { $0.hasPrefix(name) }
        return Int(line?.dropFirst(name.count) ?? "") ?? -1
    }
}
