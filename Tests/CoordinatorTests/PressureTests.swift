import Common
import Foundation
import Logging
import Messaging
import Proto
import Synchronization
import TestKit
import Testing

/// `make pressure` runs these for 60 s each.
@Suite("Pressure", .serialized, .realTime)
struct PressureTests {
    static let seconds: Int64 =
        ProcessInfo.processInfo.environment["PRESSURE_SECONDS"].flatMap(Int64.init) ?? 4

    @Test("Flooded with requests and observations: memory stays flat and every queue adds up")
    func flood() throws {
        let live = try Self.start()
        let flood = try Flood(live, clients: 4, window: 200)
        try Self.measure(live, "flood") { flood.observe() }
        flood.stop()
        #expect(flood.answered > 1_000, "\(flood.answered) answers")
        #expect(flood.queuesAddUp)
        try live.end(SIGTERM)
    }

    @Test("A subscriber that stands still costs nothing, and catches up when it goes on")
    func stalledSubscriber() throws {
        let live = try Self.start()
        let subscriber = try TestChild(
            BuiltProducts.path("probe"),
            ["messaging", "subscribe", "--instance", live.instance.paths.instance],
            environment: live.instance.environment)
        #expect(try subscriber.line() == "ready")
        let flood = try Flood(live, clients: 1, window: 50)
        subscriber.kill(SIGSTOP)
        try Self.measure(live, "stalled subscriber") { usleep(10_000) }
        subscriber.kill(SIGCONT)
        flood.stop()
        let head = try Self.head(live)
        var told = ""
        for _ in 0..<200 {
            subscriber.send("")
            told = try subscriber.line() ?? ""
            let words = told.split(separator: " ")
            if words.count == 4, (UInt64(words[0]) ?? 0) >= head, words[3] == "live" { break }
            usleep(50_000)
        }
        #expect((told.split(separator: " ").first.flatMap { UInt64($0) } ?? 0) >= head, "\(told)")
        subscriber.kill()
        try live.end(SIGTERM)
    }

    @Test("Peers that die in the middle of what they ask leave nothing behind")
    func deadPeers() throws {
        let live = try Self.start()
        var deaths = 0
        try Self.measure(live, "dead peers") {
            let peer = try TestChild(
                BuiltProducts.path("probe"),
                ["messaging", "ask", "--instance", live.instance.paths.instance],
                environment: live.instance.environment)
            #expect(try peer.line() == "asking")
            usleep(20_000)
            peer.kill()
            _ = try peer.wait()
            deaths += 1
        }
        #expect(deaths >= 5)
        #expect(try live.ask(.publishNow(PublishNow())).accepted)
        try live.end(SIGTERM)
    }

    // MARK: Measuring

    private static func start() throws -> LiveCoordinator {
        let live = try LiveCoordinator()
        try live.start()
        _ = try live.model()
        _ = try live.settle(.addLayer(AddLayer(layerId: "one", shaderId: "solid")), key: "one")
        return live
    }

    /// Goes on with `body` until everything bounded is full, then as long again under watch.
    private static func measure(
        _ live: LiveCoordinator, _ name: String, _ body: () throws -> Void
    ) throws {
        func go(for seconds: Int64) throws {
            let end = live.time.now() + .seconds(seconds)
            while live.time.now() < end { try body() }
        }
        try go(for: max(4, seconds / 4))
        let before = try scrape(live)
        try go(for: seconds)
        let after = try scrape(live)
        let growth = after.resident / before.resident - 1
        print(
            "\(name): \(Int(before.resident / 1e6)) MB,"
                + " \(String(format: "%+.1f", growth * 100)) % in \(seconds) s")
        #expect(growth < 0.05, "\(name): memory grew by \(growth * 100) %")
        #expect(after.queues.count >= 6)
        for queue in after.queues.values {
            #expect(queue.addsUp, "\(name): \(queue)")
        }
    }

    private static func head(_ live: LiveCoordinator) throws -> UInt64 {
        guard
            case .state(let reply) = try live.link.client.request(
                .getState(GetState()), deadline: live.time.now() + .seconds(10))
        else { return .max }
        return reply.headSequence
    }

    /// What one queue's series say.
    struct Reading: CustomStringConvertible {
        var name: String
        var depth = 0.0, enqueued = 0.0, dispatched = 0.0, dropped = 0.0, coalesced = 0.0
        var addsUp: Bool { enqueued == dispatched + dropped + coalesced + depth }
        var description: String {
            "\(name): \(enqueued) in, \(dispatched) out, \(dropped) dropped, \(coalesced)"
                + " coalesced, \(depth) there"
        }
    }

    /// Reads the coordinator's own endpoint.
    private static func scrape(
        _ live: LiveCoordinator
    ) throws -> (resident: Double, queues: [String: Reading]) {
        let port = try #require(live.instance.paths.port(of: "metrics.coordinatord"))
        let answer = try CommandResult.run(
            "/usr/bin/curl", ["-fsS", "--max-time", "10", "http://127.0.0.1:\(port)/metrics"])
        #expect(answer.code == 0, "\(answer.errors)")
        var queues: [String: Reading] = [:]
        var resident = 0.0
        for line in answer.output.split(separator: "\n") where !line.hasPrefix("#") {
            let words = line.split(separator: " ")
            guard words.count == 2, let value = Double(words[1]) else { continue }
            if words[0] == "holdover_process_resident_memory_bytes"
                || words[0] == "process_resident_memory_bytes"
            {
                resident = value
            }
            guard
                let name = line.components(separatedBy: "queue=\"").dropFirst().first?
                    .components(separatedBy: "\"").first
            else { continue }
            var reading = queues[name] ?? Reading(name: name)
            let series = words[0].prefix { $0 != "{" }
            switch series {
            case "holdover_queue_depth": reading.depth = value
            case "holdover_queue_enqueued_total": reading.enqueued = value
            case "holdover_queue_dispatched_total": reading.dispatched = value
            case "holdover_queue_dropped_total": reading.dropped += value
            case "holdover_queue_coalesced_total": reading.coalesced = value
            default: break
            }
            queues[name] = reading
        }
        return (resident, queues)
    }
}

/// Clients that ask for more as soon as they are answered, and observe as fast as they can.
final class Flood: Sendable {
    private let links: [CoordinatorLink]
    private let isOver = Atomic<Bool>(false)
    private let count = Atomic<Int>(0)
    private let time = SystemTimeSource()

    init(_ live: LiveCoordinator, clients: Int, window: Int) throws {
        var logger = Logger(label: "flood")
        logger.logLevel = .critical
        links = try (0..<clients).map { number in
            var options = CoordinatorLink.Options(source: "flood\(number)")
            options.reportsFacts = false
            return try CoordinatorLink(
                options,
                transport: ZeroMQTransport(
                    paths: live.instance.paths, marks: HighWaterMarks(Configuration.Messaging())),
                registry: MetricsRegistry(), logger: logger)
        }
        for link in links {
            _ = link.client.waitUntilConnected(until: time.now() + .seconds(20))
            for _ in 0..<window { ask(link) }
        }
    }

    var answered: Int { count.load(ordering: .relaxed) }
    var queuesAddUp: Bool { links.allSatisfy { $0.telemetry.queueSnapshot.addsUp } }

    /// A live change; half of them are automation.
    private func ask(_ link: CoordinatorLink) {
        guard !isOver.load(ordering: .relaxed) else { return }
        let number = count.wrappingAdd(1, ordering: .relaxed).newValue
        let target = parameter("level", of: "one")
        let value = float(Double(number % 1_000_000))
        let action: Command.Action =
            number % 2 == 0
            ? .setParameter(SetParameter(target: target, value: value, gesture: .inProgress))
            : .automationTarget(AutomationTarget(target: target, value: value, route: "/level"))
        link.client.submit(
            .command(Command(origin: .osc, action: action)), "", time.now() + .seconds(10)
        ) { [self] _ in ask(link) }
    }

    func observe() {
        for link in links {
            for number in 0..<500 {
                link.telemetry.send(
                    .heartbeat(Heartbeat(pid: UInt32(number))), key: "\(number)")
            }
        }
        usleep(2_000)
    }

    func stop() {
        isOver.store(true, ordering: .relaxed)
        usleep(100_000)
        for link in links { link.stop() }
    }
}
