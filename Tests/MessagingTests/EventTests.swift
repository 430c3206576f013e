import Common
import Foundation
import Messaging
import Proto
import TestKit
import Testing

/// The event stream: nothing is missed unnoticed, and what is missed is fetched.
@Suite struct EventTests {
    @Test(arguments: TransportKind.allCases)
    func aSubscriberGetsEveryEventInOrder(_ kind: TransportKind) throws {
        let plane = try Plane(kind)
        let decider = Decider(try plane.coordinator())
        for number in 0..<10 { try decider.endpoint.publish(note("before-\(number)")) }
        let seen = Seen()
        let link = try plane.link("subscriber", seen.subscription)
        #expect(seen.isLive)
        for number in 0..<500 { try decider.endpoint.publish(note("\(number)")) }
        #expect(seen.wait { $0.last == 510 })
        #expect(seen.now.isInOrder)
        #expect(seen.now.states == [.synchronising, .live])
        link.stop()
        decider.stop()
    }

    @Test func theLastEventLostIsNoticedByTheBeat() throws {
        let plane = try Plane(.inMemory)
        let decider = Decider(try plane.coordinator())
        let seen = Seen()
        let registry = MetricsRegistry()
        let link = try plane.link("subscriber", seen.subscription, registry: registry)
        #expect(seen.isLive)
        plane.memory.setPartitioned(true)
        try decider.endpoint.publish(note("lost, and the last one"))
        usleep(20_000)
        plane.memory.setPartitioned(false)
        #expect(seen.wait { $0.last == 1 && $0.states.last == .live })
        #expect(seen.now.gaps == 1 && seen.now.isInOrder)
        #expect(eventually { registry.render().contains("holdover_event_gaps_total 1") })
        link.stop()
        decider.stop()
    }

    @Test(arguments: [1, 2, 3]) func lossDelayAndDuplicationLeaveNoHole(_ seed: UInt64) throws {
        let marks = try HighWaterMarks(control: 1_000, events: 1_000, telemetry: 10)
        let bus = InMemoryTransport(
            marks: marks, seed: seed,
            faults: InMemoryFaults(
                lossPerMille: 100, duplicationPerMille: 100,
                delayMaximum: .milliseconds(2)))
        let endpoint = try CoordinatorEndpoint(
            transport: bus, registry: MetricsRegistry(), logger: quiet)
        endpoint.open(version: StateVersion())
        let decider = Decider(endpoint)
        let seen = Seen()
        var options = CoordinatorLink.Options(source: "subscriber")
        options.reportsFacts = false
        let link = try CoordinatorLink(
            options, transport: bus, subscription: seen.subscription,
            registry: MetricsRegistry(), logger: quiet)
        #expect(seen.wait { $0.resyncs > 0 })
        for number in 0..<300 {
            try endpoint.publish(note("\(number)"))
            if number % 10 == 0 { usleep(1_000) }
        }
        bus.setFaults(InMemoryFaults())
        #expect(seen.wait { $0.last == 300 && $0.states.last == .live })
        #expect(seen.now.isInOrder && seen.now.gaps > 0)
        link.stop()
        decider.stop()
    }

    @Test func whatIsTooOldIsResynchronised() throws {
        let plane = try Plane(.inMemory)
        let decider = Decider(try plane.coordinator(historyCapacity: 8))
        let seen = Seen()
        let link = try plane.link("subscriber", seen.subscription)
        #expect(seen.isLive)
        plane.memory.setPartitioned(true)
        for number in 0..<100 { try decider.endpoint.publish(note("\(number)")) }
        usleep(20_000)
        plane.memory.setPartitioned(false)
        #expect(seen.wait { $0.resyncs == 2 && $0.last == 100 && $0.states.last == .live })
        link.stop()
        decider.stop()
    }

    @Test(arguments: TransportKind.allCases)
    func aNewCoordinatorIsNoticedAndResynchronised(_ kind: TransportKind) throws {
        let plane = try Plane(kind)
        let first = Decider(try plane.coordinator())
        let seen = Seen()
        let link = try plane.link("subscriber", seen.subscription)
        #expect(seen.isLive)
        try first.endpoint.publish(note("old"))
        #expect(seen.wait { $0.last == 1 })
        first.stop()
        let second = Decider(try plane.coordinator())
        #expect(seen.wait { $0.resyncs == 2 && $0.states.last == .live })
        try second.endpoint.publish(note("new"))
        #expect(seen.wait { $0.sequences == [1, 1] })
        link.stop()
        second.stop()
    }

    @Test func aSilentCoordinatorIsStaleAndThenLiveAgain() throws {
        let plane = try Plane(.inMemory)
        let decider = Decider(try plane.coordinator())
        let seen = Seen()
        let link = try plane.link("subscriber", seen.subscription)
        #expect(seen.isLive)
        plane.memory.setPartitioned(true)
        #expect(seen.wait { $0.states.last == .stale })
        plane.memory.setPartitioned(false)
        #expect(seen.wait { $0.states.suffix(2) == [.stale, .live] })
        #expect(seen.now.resyncs == 1)
        link.stop()
        decider.stop()
    }

    @Test func aStoppedSubscriberMissesNoneAfterItGoesOn() throws {
        let plane = try Plane(.zeroMQ, mark: 100)
        let decider = Decider(try plane.coordinator())
        let subscriber = try TestChild(
            BuiltProducts.path("probe"), ["messaging", "subscribe", "--mark", "100"],
            environment: plane.instance.environment)
        #expect(try subscriber.line() == "ready")
        func ask() -> [String] {
            subscriber.send("")
            return (try? subscriber.line() ?? "")?.split(separator: " ").map(String.init) ?? []
        }
        #expect(eventually { ask().last == "live" })
        subscriber.kill(SIGSTOP)
        let text = String(repeating: "x", count: 2_000)
        let before = residentBytes()
        for _ in 0..<8_000 { try decider.endpoint.publish(note(text)) }
        #expect(eventually { decider.endpoint.headSequence == 8_000 })
        // 16 MB of events: the history keeps its bound, the socket keeps 100 of them.
        #expect(residentBytes() - before < 60 << 20)
        subscriber.kill(SIGCONT)
        #expect(eventually { ask().first == "8000" })
        let end = ask()
        #expect(end[2] == "true")
        decider.stop()
    }

    private func residentBytes() -> Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        return (Int(text.split(separator: " ").dropFirst().first ?? "0") ?? 0) * 4_096
    }

    @Test func getEventsSinceAnswersInPages() throws {
        let plane = try Plane(.zeroMQ)
        let decider = Decider(try plane.coordinator())
        let endpoint = decider.endpoint
        for number in 0..<25 {
            try endpoint.publish(note("\(number)"), operationID: "op-\(number)")
        }
        let link = try plane.link()
        #expect(link.client.waitUntilConnected(until: soon()))
        var after: UInt64 = 0
        var operations: [String] = []
        while true {
            let ask = GetEventsSince(
                epoch: endpoint.epoch, stream: "events", afterSequence: after, limit: 10)
            guard
                case .events(let page) = try link.client.request(
                    .getEventsSince(ask), deadline: soon())
            else { break }
            #expect(page.headSequence == 25 && !page.resyncRequired && page.events.count <= 10)
            operations += page.events.map(\.operationId)
            after = page.events.last?.sequence ?? 0
            if !page.more { break }
        }
        #expect(operations == (0..<25).map { "op-\($0)" })
        let other = GetEventsSince(epoch: 1, stream: "events", afterSequence: 0)
        guard
            case .events(let refused) = try link.client.request(
                .getEventsSince(other), deadline: soon())
        else { return }
        #expect(refused.resyncRequired && refused.events.isEmpty)
        link.stop()
        decider.stop()
    }

    @Test func whatCannotBeEncodedUsesNoSequence() throws {
        let plane = try Plane(.inMemory)
        let endpoint = try plane.coordinator()
        #expect(throws: WireError.self) {
            try endpoint.publish(note(String(repeating: "x", count: WireLimits.messageBytes)))
        }
        #expect(throws: WireError.textWithNul) { try endpoint.publish(note("a\0b")) }
        #expect(try endpoint.publish(note("fits")) == 1)
        endpoint.stop()
    }
}
