import Common
import Foundation
import Testing

@Suite struct ServiceTests {
    /// A supervisor's end of NOTIFY_SOCKET.
    private final class Supervisor {
        let path = "/tmp/holdover-notify-\(UInt32.random(in: 0...UInt32.max)).sock"
        let descriptor: Int32

        init() {
            descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
            var name = sockaddr_un()
            name.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
            withUnsafePointer(to: &name) {
                _ = $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
        }
        deinit {
            close(descriptor)
            unlink(path)
        }
        func receive() -> String? {
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            return count >= 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
        }
    }

    @Test func `readiness and status reach the supervisor`() {
        let supervisor = Supervisor()
        let notifier = ServiceNotifier(environment: ["NOTIFY_SOCKET": supervisor.path])
        notifier.ready(status: "50 frames/s")
        #expect(supervisor.receive() == "READY=1\nSTATUS=50 frames/s")
        notifier.stopping()
        #expect(supervisor.receive() == "STOPPING=1")
    }

    @Test func `the watchdog is fed at most four times in its time-out`() {
        let supervisor = Supervisor()
        let notifier = ServiceNotifier(
            environment: ["NOTIFY_SOCKET": supervisor.path, "WATCHDOG_USEC": "400000"])
        notifier.ready(status: "")
        _ = supervisor.receive()
        let start = MonotonicInstant(nanoseconds: 1_000_000_000)
        for frame in 0..<20 { notifier.feedWatchdog(at: start + .milliseconds(Int64(frame) * 20)) }
        var count = 0
        while supervisor.receive() == "WATCHDOG=1" { count += 1 }
        #expect(count == 4)
    }

    @Test func `a slow start is allowed time for as long as its loop turns`() {
        let supervisor = Supervisor()
        let notifier = ServiceNotifier(
            environment: ["NOTIFY_SOCKET": supervisor.path, "WATCHDOG_USEC": "400000"])
        notifier.feedWatchdog(at: MonotonicInstant(nanoseconds: 1_000_000_000))
        #expect(supervisor.receive() == "WATCHDOG=1\nEXTEND_TIMEOUT_USEC=5000000")
        notifier.ready(status: "")
        _ = supervisor.receive()
        notifier.feedWatchdog(at: MonotonicInstant(nanoseconds: 2_000_000_000))
        #expect(supervisor.receive() == "WATCHDOG=1")
    }

    @Test func `a reload takes over what it can, and a broken file nothing`() throws {
        let supervisor = Supervisor()
        let notifier = ServiceNotifier(environment: ["NOTIFY_SOCKET": supervisor.path])
        let file = "/tmp/holdover-reload-\(UInt32.random(in: 0...UInt32.max)).toml"
        defer { unlink(file) }
        func write(_ hosts: String, depth: Int) throws {
            try "[control]\nallowed_hosts = [\(hosts)]\n[playout]\nscheduled_depth = \(depth)\n"
                .write(toFile: file, atomically: true, encoding: .utf8)
        }
        try write("", depth: 4)
        let taken = Monitor<[[String]]>([])
        let reload = ConfigurationReload(
            try Configuration.load(file: file, instance: "reload", environment: [:]), file: file,
            instance: "reload", environment: [:], notifier: notifier,
            live: ["control.allowed_hosts"]
        ) { fresh in taken.withLock { $0.append(fresh.list("control.allowed_hosts")) } }
        let now = MonotonicInstant(nanoseconds: 7_000)
        reload.reload(at: now)
        #expect(supervisor.receive() == nil, "said before it was ready")
        notifier.ready(status: "")
        _ = supervisor.receive()
        try write("\"studio\"", depth: 5)
        reload.reload(at: now)
        #expect(supervisor.receive() == "RELOADING=1\nMONOTONIC_USEC=7")
        #expect(supervisor.receive() == "READY=1")
        #expect(taken.withLock { $0 } == [["studio"]])
        // Neither a change that needs a restart nor a file that is wrong reaches the process.
        try write("\"studio\"", depth: 6)
        reload.reload(at: now)
        try "[control]\nallowed_hosts = 7\n".write(toFile: file, atomically: true, encoding: .utf8)
        reload.reload(at: now)
        #expect(taken.withLock { $0 }.count == 1)
    }

    @Test func `without a supervisor, or with a dead one, nothing happens`() {
        ServiceNotifier(environment: [:]).ready(status: "x")
        ServiceNotifier(environment: ["NOTIFY_SOCKET": "/tmp/nobody-here"]).ready(status: "x")
    }

    @Test func `the endpoint serves every queue series and survives bad requests`() async throws {
        let registry = MetricsRegistry()
        registry.registerProcessMetrics(
            process: "test", notifier: ServiceNotifier(environment: [:]))
        let queue = BoundedQueue<Int>(
            QueueDeclaration("a\"b", capacity: 2, overflow: .reject), registry: registry)
        for item in 0..<5 { queue.push(item) }
        let endpoint = try MetricsEndpoint(registry: registry, address: "127.0.0.1", port: 0)
        defer { endpoint.stop() }
        for garbage in ["\r\n\r\n", "POST /metrics HTTP/1.1\r\n\r\n", "GET\r\n", "\u{0}\u{1}"] {
            #expect(!request(garbage, port: endpoint.port).contains("200 OK"))
        }
        let text = request("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n", port: endpoint.port)
        #expect(text.contains("200 OK"))
        for series in [
            "depth{queue=\"a\\\"b\"} 2", "capacity{queue=\"a\\\"b\"} 2",
            "high_water{queue=\"a\\\"b\"} 2", "oldest_age_seconds{queue=\"a\\\"b\"}",
            "enqueued_total{queue=\"a\\\"b\"} 5", "dispatched_total{queue=\"a\\\"b\"} 0",
            "dropped_total{queue=\"a\\\"b\",reason=\"rejected\"} 3",
            "coalesced_total{queue=\"a\\\"b\"} 0", "handler_failures_total{queue=\"a\\\"b\"} 0",
            "dispatch_duration_seconds_count{queue=\"a\\\"b\"} 0",
        ] {
            #expect(text.contains("holdover_queue_" + series))
        }
    }

    private func request(_ text: String, port: Int) -> String {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = UInt16(port).bigEndian
        inet_pton(AF_INET, "127.0.0.1", &name.sin_addr)
        let connected = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { return "" }
        _ = text.withCString { send(descriptor, $0, text.utf8.count, Int32(MSG_NOSIGNAL)) }
        shutdown(descriptor, Int32(SHUT_WR))
        var response: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            guard count > 0 else { break }
            response += chunk[..<count]
        }
        return String(decoding: response, as: UTF8.self)
    }
}
