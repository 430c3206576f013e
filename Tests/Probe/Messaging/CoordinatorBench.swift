import ArgumentParser
import Common
import Foundation
import Logging
import Messaging
import Proto
import Synchronization
import TestKit

/// Measures a real coordinatord over its real sockets: acknowledged durable changes a second and how
/// long each takes, with one client and with many, and the start with an old store.
struct CoordinatorBench: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "bench-coordinator")

    @Option(help: "Seconds of each measurement.") var seconds: Int64 = 5
    @Option(help: "Clients of the second one.") var clients = 16
    @Option(help: "Requests of each under way at a time.") var inFlight = 64
    @Option(help: "Lines of the old store's journal.") var journal = 1_000_000

    private static let shader = """
        /*{"ISFVSN": "2", "INPUTS": [
          {"NAME": "level", "TYPE": "float", "DEFAULT": 0, "MIN": 0, "MAX": 1000000}]}*/
        void main() { gl_FragColor = vec4(level); }
        """

    func run() throws {
        let instance = try TestInstance()
        let shaders = instance.paths.state + "/shaders"
        try FileManager.default.createDirectory(
            atPath: shaders, withIntermediateDirectories: true)
        try Self.shader.write(toFile: shaders + "/solid.fs", atomically: true, encoding: .utf8)
        var environment = instance.environment
        environment["HOLDOVER_PATHS_SHADERS"] = shaders
        environment["HOLDOVER_LOG_LEVEL"] = "error"
        environment["HOLDOVER_MESSAGING_CONTROL_HIGH_WATER_MARK"] = "4000"
        let program = BuiltProducts.path("coordinatord")
        func start() throws -> TestChild {
            try TestChild(
                program, ["--instance", instance.paths.instance], environment: environment)
        }
        let coordinator = try start()
        try measure("1 client at 1000/s", instance, clients: 1, inFlight: 64, perSecond: 1_000)
        try measure("1 client, 1 in flight", instance, clients: 1, inFlight: 1)
        try measure(
            "\(clients) clients, \(inFlight) in flight", instance, clients: clients,
            inFlight: inFlight)
        coordinator.kill(SIGTERM)
        _ = try coordinator.wait(within: 30)
        try age(instance.paths.state + "/coordinator.sqlite")
        let time = SystemTimeSource()
        let begin = time.now()
        let aged = try start()
        let client = try Client(0, instance)
        guard client.link.client.waitUntilConnected(until: begin + .seconds(60)) else { return }
        _ = try client.link.client.settle(
            Command(idempotencyKey: "after", action: .publishNow(PublishNow())),
            deadline: begin + .seconds(60), attempt: .milliseconds(20))
        print("start with \(journal) journal entries: \((time.now() - begin).count / 1_000_000) ms")
        client.link.stop()
        aged.kill(SIGTERM)
        _ = try aged.wait(within: 30)
    }

    /// Fills the journal of a stopped store.
    private func age(_ path: String) throws {
        let script = """
            import sqlite3
            d = sqlite3.connect('\(path)')
            d.execute("insert into journal (version, wall, operation, source, name, accepted, detail)"
              " with recursive n(i) as (select 1 union all select i + 1 from n where i < \(journal))"
              " select i, i, 'old-' || i, 'bench', 'set_parameter', 1, '' from n")
            d.commit()
            """
        let filler = try TestChild("/usr/bin/python3", ["-c", script])
        _ = try filler.wait(within: 120)
    }

    private func measure(
        _ name: String, _ instance: TestInstance, clients count: Int, inFlight: Int,
        perSecond: Int64? = nil
    ) throws {
        let clients = try (0..<count).map { try Client($0, instance) }
        defer { for client in clients { client.link.stop() } }
        let time = SystemTimeSource()
        for client in clients {
            guard client.link.client.waitUntilConnected(until: time.now() + .seconds(20)) else {
                throw ValidationError("the coordinator does not answer")
            }
            try client.prepare(until: time.now() + .seconds(20))
        }
        let begin = time.now()
        let end = begin + .seconds(seconds)
        for client in clients {
            client.begin(inFlight: perSecond == nil ? inFlight : 0, until: end)
        }
        if let perSecond, let client = clients.first {
            var next = begin
            while next < end {
                client.submit(until: end)
                next = next + Nanoseconds(1_000_000_000 / perSecond)
                time.sleep(until: next)
            }
        }
        time.sleep(until: end)
        for client in clients { client.waitUntilDone(until: end + .seconds(20)) }
        let latencies = clients.flatMap(\.latencies).sorted()
        let refused = clients.reduce(0) { $0 + $1.refusedCount }
        guard !latencies.isEmpty else { return print("\(name): nothing was stored") }
        func share(_ part: Double) -> String {
            let value = latencies[min(latencies.count - 1, Int(part * Double(latencies.count)))]
            return String(format: "%.2f ms", Double(value) / 1_000_000)
        }
        print(
            "\(name): \(latencies.count / Int(seconds)) stored/s, p50 \(share(0.5)),"
                + " p99 \(share(0.99)), \(refused) refused")
    }

    /// One client with a window of requests.
    private final class Client: Sendable {
        private struct State {
            var number: UInt64 = 0
            var under = 0
            var latencies: [Int64] = []
            var refused = 0
        }
        let link: CoordinatorLink
        private let name: String
        private let time = SystemTimeSource()
        private let state = Monitor(State())

        init(_ number: Int, _ instance: TestInstance) throws {
            name = "bench\(number)"
            var options = CoordinatorLink.Options(source: name)
            options.reportsFacts = false
            var logger = Logger(label: "bench")
            logger.logLevel = .error
            link = try CoordinatorLink(
                options,
                transport: ZeroMQTransport(
                    paths: instance.paths,
                    marks: HighWaterMarks(control: 4_000, events: 1, telemetry: 1)),
                registry: MetricsRegistry(), logger: logger)
        }

        var latencies: [Int64] { state.withLock { $0.latencies } }
        var refusedCount: Int { state.withLock { $0.refused } }

        /// Makes the layer this client changes.
        func prepare(until deadline: MonotonicInstant) throws {
            _ = try link.client.settle(
                Command(
                    idempotencyKey: "\(name)-layer",
                    action: .addLayer(AddLayer(layerId: name, shaderId: "solid"))),
                deadline: deadline)
        }

        func begin(inFlight: Int, until end: MonotonicInstant) {
            for _ in 0..<inFlight { submit(until: end, again: true) }
        }

        /// Asks for one change; `again`: for the next one when it is answered.
        func submit(until end: MonotonicInstant, again: Bool = false) {
            let now = time.now()
            guard now < end else { return }
            let number = state.withLock { state in
                state.number += 1
                state.under += 1
                return state.number
            }
            let key = "\(name)-\(now.nanoseconds)-\(number)"
            let command = Command(
                operationId: key, idempotencyKey: key, origin: .http,
                action: .setParameter(
                    SetParameter(
                        target: ParameterSelector(
                            layer: LayerSelector(by: .id(name)), name: "level"),
                        value: ParameterValue(kind: .float(Double(number % 1_000_000))))))
            link.client.submit(.command(command), key, now + .seconds(10)) { [self] result in
                let took = (time.now() - now).count
                let isStored: Bool =
                    if case .success(.outcome(let outcome)) = result { outcome.stored } else {
                        false
                    }
                state.withLock { state in
                    state.under -= 1
                    if isStored { state.latencies.append(took) } else { state.refused += 1 }
                }
                state.notifyAll()
                if again, isStored { submit(until: end, again: true) }
            }
        }

        func waitUntilDone(until deadline: MonotonicInstant) {
            _ = state.wait(until: deadline) { $0.under == 0 ? true : nil }
        }
    }
}
