import Common
import Foundation
import Messaging
import Proto
import TestKit
import Testing

/// Facts: handled exactly once, in order, across every kind of loss and death.
@Suite struct FactTests {
    private func defects(_ kinds: [Fact.Kind]) -> [UInt64] {
        kinds.compactMap { kind in
            if case .signalDefectStarted(let defect) = kind { return defect.defectId }
            return nil
        }
    }

    @Test(arguments: TransportKind.allCases)
    func edgesArriveOnceAndInOrder(_ kind: TransportKind) throws {
        let plane = try Plane(kind)
        let link = try plane.link("outputd", facts: true)
        for number in 1...20 { link.facts.report(defect(UInt64(number))) }
        let decider = Decider(try plane.coordinator())
        for number in 21...40 { link.facts.report(defect(UInt64(number))) }
        #expect(link.facts.waitUntilAcknowledged(until: soon()))
        #expect(defects(decider.facts.withLock { $0 }) == (1...40).map(UInt64.init))
        #expect(link.facts.snapshot().addsUp)
        link.stop()
        decider.stop()
    }

    @Test(arguments: [11, 12, 13]) func lossAndDuplicationChangeNothing(_ seed: UInt64) throws {
        let marks = try HighWaterMarks(control: 1_000, events: 10, telemetry: 10)
        let bus = InMemoryTransport(
            marks: marks, seed: seed,
            faults: InMemoryFaults(
                lossPerMille: 100, duplicationPerMille: 200, delayMaximum: .milliseconds(3)))
        let endpoint = try CoordinatorEndpoint(
            transport: bus, registry: MetricsRegistry(), logger: quiet)
        let decider = Decider(endpoint)
        let link = try CoordinatorLink(
            CoordinatorLink.Options(source: "outputd"), transport: bus,
            registry: MetricsRegistry(), logger: quiet)
        for number in 1...40 {
            link.facts.report(defect(UInt64(number)))
            link.facts.report(alarm("a", active: number % 2 == 0, text: "\(number)"))
            if number % 15 == 0 { bus.breakConnections() }
        }
        #expect(link.facts.waitUntilAcknowledged(until: soon(60)))
        let handled = decider.facts.withLock { $0 }
        #expect(defects(handled) == (1...40).map(UInt64.init))
        #expect(lastAlarm(handled, "a")?.text == "40")
        #expect(link.facts.snapshot().addsUp)
        link.stop()
        decider.stop()
    }

    private func lastAlarm(_ kinds: [Fact.Kind], _ subject: String) -> AlarmLevel? {
        let alarms = kinds.flatMap { kind -> [AlarmLevel] in
            switch kind {
            case .alarmLevel(let level): return [level]
            case .statusReport(let report):
                return report.levels.compactMap { level in
                    if case .alarmLevel(let alarm) = level.kind { return alarm }
                    return nil
                }
            default: return []
            }
        }
        return alarms.last { $0.key.subject == subject }
    }

    @Test func aFactIsHandledOnceAcrossACrashBetweenEffectAndAcknowledgement() throws {
        let plane = try Plane(.zeroMQ)
        let ledger = plane.instance.paths.state + "/ledger"
        let probe = BuiltProducts.path("probe")
        let environment = plane.instance.environment
        let reporter = try TestChild(
            probe, ["messaging", "report", "--count", "9"], environment: environment)
        for _ in 0..<4 {
            let dying = try TestChild(
                probe,
                ["messaging", "coordinate", "--ledger", ledger, "--die-before-ack", "2"],
                environment: environment)
            #expect(try dying.wait() == .signalled(SIGKILL))
        }
        let last = try TestChild(
            probe, ["messaging", "coordinate", "--ledger", ledger], environment: environment)
        #expect(try reporter.line() == "acknowledged")
        let effects = try String(contentsOfFile: ledger, encoding: .utf8)
            .split(separator: "\n").filter { $0.hasPrefix("effect") }
        #expect(effects == (1...9).map { "effect \($0)" })
        last.kill()
    }

    @Test func aSenderThatDiesTakesItsFactsWithItAndItsNextStartSupersedes() throws {
        let plane = try Plane(.zeroMQ)
        let registry = MetricsRegistry()
        let decider = Decider(try plane.coordinator(registry: registry), acknowledging: false)
        let first = try plane.link("renderd.a", facts: true)
        first.facts.report(alarm("old", active: true))
        first.facts.report(defect(1))
        #expect(eventually { defects(decider.facts.withLock { $0 }) == [1] })
        first.stop()
        #expect(first.facts.snapshot().dropped["epoch_ended", default: 0] > 0)
        #expect(first.facts.snapshot().addsUp)
        let second = try plane.link("renderd.a", facts: true)
        #expect(
            eventually {
                registry.render().contains("holdover_fact_epochs_superseded_total 1")
            })
        let isReported = eventually {
            guard case .statusReport(let report) = decider.facts.withLock({ $0 }).last else {
                return false
            }
            return report.reason == .newEpoch && report.levels.isEmpty
        }
        #expect(isReported)
        second.stop()
        decider.stop()
    }

    @Test func levelsAreAssertedAgainToANewCoordinator() throws {
        let plane = try Plane(.zeroMQ)
        let first = Decider(try plane.coordinator())
        let link = try plane.link("outputd", facts: true)
        link.facts.report(alarm("stands", active: true, text: "first"))
        link.facts.report(alarm("gone", active: true))
        #expect(link.facts.waitUntilAcknowledged(until: soon()))
        link.facts.report(alarm("gone", active: false))
        #expect(link.facts.waitUntilAcknowledged(until: soon()))
        first.stop()
        link.facts.report(alarm("stands", active: true, text: "changed while away"))
        let second = Decider(try plane.coordinator())
        #expect(eventually { !second.facts.withLock { $0 }.isEmpty })
        #expect(link.facts.waitUntilAcknowledged(until: soon()))
        let handled = second.facts.withLock { $0 }
        #expect(lastAlarm(handled, "stands")?.text == "changed while away")
        #expect(lastAlarm(handled, "gone") == nil)
        link.stop()
        second.stop()
    }

    @Test func anOverflowIsCountedAndReportedAndAlarmsStay() throws {
        let plane = try Plane(.inMemory)
        let link = try plane.link("outputd", facts: true, factCapacity: 8)
        for number in 1...6 { link.facts.report(.inputSignalChanged(.init(input: UInt32(number)))) }
        #expect(link.facts.report(.inputSignalChanged(.init(input: 7))) == .rejected)
        #expect(link.facts.report(alarm("a", active: true)) == .accepted)
        for number in 1...50 { link.facts.report(defect(UInt64(number))) }
        for number in 1...1_000 {
            link.facts.report(alarm("a", active: true, text: "\(number)"))
        }
        #expect(link.facts.unacknowledgedCount <= 16)
        let decider = Decider(try plane.coordinator())
        #expect(eventually { !decider.facts.withLock { $0 }.isEmpty })
        #expect(link.facts.waitUntilAcknowledged(until: soon()))
        let handled = decider.facts.withLock { $0 }
        #expect(defects(handled) == (43...50).map(UInt64.init))
        #expect(lastAlarm(handled, "a")?.text == "1000")
        guard case .statusReport(let report) = handled.last else { return }
        #expect(report.droppedEdges == 42 && report.levels.count == 7)
        #expect(report.levels.last?.count == 1_001)
        let queue = link.facts.snapshot()
        #expect(queue.addsUp && queue.dropped["oldest"] == 42 && queue.dropped["rejected"] == 1)
        link.stop()
        decider.stop()
    }

    @Test func whatWouldNotFitIntoAReportIsRefusedAtOnce() throws {
        let plane = try Plane(.inMemory)
        let link = try plane.link("outputd", facts: true)
        let long = String(repeating: "x", count: 60_000)
        #expect(link.facts.report(alarm("x", active: true, text: long + long)) == .rejected)
        #expect(link.facts.report(alarm("a\0b", active: true)) == .rejected)
        var accepted = 0
        for number in 0..<50 {
            let outcome = link.facts.report(alarm("\(number)", active: true, text: long))
            if outcome == .accepted { accepted += 1 }
        }
        #expect(accepted == 13)
        let decider = Decider(try plane.coordinator())
        #expect(eventually { !decider.facts.withLock { $0 }.isEmpty })
        #expect(link.facts.waitUntilAcknowledged(until: soon()))
        #expect(lastAlarm(decider.facts.withLock { $0 }, "12")?.text == long)
        link.stop()
        decider.stop()
    }

    @Test func aSlowDiskHoldsUpTheAcknowledgementAndNotTheNextFact() throws {
        let plane = try Plane(.zeroMQ)
        let decider = Decider(try plane.coordinator(), acknowledging: false)
        let link = try plane.link("outputd", facts: true)
        link.facts.report(defect(1))
        #expect(eventually { defects(decider.facts.withLock { $0 }) == [1] })
        link.facts.report(alarm("urgent", active: true))
        #expect(eventually { lastAlarm(decider.facts.withLock { $0 }, "urgent") != nil })
        #expect(link.facts.unacknowledgedCount >= 2)
        // Resends of what is in hand are not handled again.
        usleep(1_200_000)
        #expect(defects(decider.facts.withLock { $0 }) == [1])
        link.stop()
        decider.stop()
    }
}
