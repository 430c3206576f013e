import Common
@testable import Coordinator
import CoordinatorDecision
import Logging
import Messaging
import Proto
import TestKit

/// One run of the simulation: everything that happens in it follows from its seed.
///
/// The engine, endpoint, links, outboxes and subscriptions are the real ones. Disk, clock, bus and
/// processes are simulated: messages are lost, doubled and delayed, so that those of different peers
/// overtake each other; the disk fails for a while; every process dies at any point at which it does
/// something that others can see.
final class SimulatedWorld {
    /// What a run came to.
    struct Result: Sendable {
        var violations: [String]
        var decisions: Int
        var steps: Int
        var crashes: Int
    }

    private let mutant: Mutant?
    private let time = ManualTimeSource()
    private let bus: InMemoryTransport
    private let disk = SimulatedDisk()
    private let checker = SimulationChecker()
    private let duplicates: Bool
    private var random: SeededGenerator
    private var coordinator: SimulatedCoordinator?
    private var clients: [SimulatedClient] = []
    private var daemons: [SimulatedDaemon] = []
    private var restartAt = MonotonicInstant(nanoseconds: 0)
    private var healAt = MonotonicInstant.distantFuture
    private var steps = 0
    private var crashes = 0
    private let logger = Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() }

    init(seed: UInt64, mutant: Mutant? = nil) throws {
        self.mutant = mutant
        random = SeededGenerator(seed: seed)
        duplicates = random.chance(500)
        let faults = InMemoryFaults(
            lossPerMille: .random(in: 0...60, using: &random),
            duplicationPerMille: duplicates ? .random(in: 0...40, using: &random) : 0,
            delayMinimum: .zero, delayMaximum: .microseconds(.random(in: 0...6_000, using: &random))
        )
        bus = InMemoryTransport(
            marks: try HighWaterMarks(control: 200, events: 400, telemetry: 50),
            seed: random.next(), faults: faults, time: time)
        for number in 1...4 {
            clients.append(
                try SimulatedClient(
                    "client\(number)", bus: bus, time: time, logger: logger, &random))
        }
        for name in ["renderd.a", "outputd"] {
            daemons.append(
                try SimulatedDaemon(name, bus: bus, time: time, logger: logger, &random))
        }
    }

    /// Runs until so many commands were asked for, then lets everything come to rest and looks.
    func run(commands: Int) throws -> Result {
        while clients.reduce(0, { $0 + $1.count }) < commands, checker.violations.isEmpty {
            try step(isCalm: false)
        }
        if checker.violations.isEmpty { try rest() }
        return Result(
            violations: checker.violations, decisions: checker.decisions, steps: steps,
            crashes: crashes)
    }

    private func step(isCalm: Bool) throws {
        steps += 1
        time.advance(by: .microseconds(.random(in: 50...1_500, using: &random)))
        if !isCalm { try misfortune() }
        try turnCoordinator()
        for client in clients { client.turn(&random, issuing: !isCalm, checker: checker) }
        for daemon in daemons { daemon.turn(&random, reporting: !isCalm) }
    }

    private func turnCoordinator() throws {
        let now = time.now()
        guard let running = coordinator else {
            guard now >= restartAt else { return }
            coordinator = try SimulatedCoordinator(
                disk, bus: bus, time: time, epoch: random.next() | 1, mutant: mutant,
                checker: checker, logger: logger)
            return
        }
        running.turn(&random)
        guard running.gate.isDead else { return }
        crashes += 1
        running.die(&random)
        coordinator = nil
        restartAt = now + .milliseconds(.random(in: 1...80, using: &random))
    }

    private func misfortune() throws {
        let now = time.now()
        if random.chance(15) {
            coordinator?.gate.crash(after: .random(in: 1...60, using: &random))
        }
        if random.chance(2) {
            disk.failingUntil = now + .milliseconds(.random(in: 20...1_500, using: &random))
        }
        if random.chance(2) { bus.breakConnections() }
        if random.chance(1) {
            bus.setPartitioned(true)
            healAt = now + .milliseconds(.random(in: 10...300, using: &random))
        }
        if now >= healAt {
            bus.setPartitioned(false)
            healAt = .distantFuture
        }
        if random.chance(2) { try clients.randomElement(using: &random)?.reconnect(&random) }
        if random.chance(2) { try daemons.randomElement(using: &random)?.restart(&random) }
    }

    // MARK: Rest

    /// No more misfortune: everything must come to an end, and agree.
    private func rest() throws {
        bus.setPartitioned(false)
        disk.failingUntil = time.now()
        // What was said last may still be lost; nothing that follows tells of it but the beat.
        for _ in 0..<20 { try step(isCalm: true) }
        bus.setFaults(InMemoryFaults())
        for _ in 0..<20_000 {
            try step(isCalm: true)
            if isAtRest { break }
        }
        let agreed = isAtRest
        // Long enough for what is quiet to be settled and to be told.
        for _ in 0..<1_500 where agreed { try step(isCalm: true) }
        if agreed { try loseLastWord() }
        examine()
    }

    /// One single event more, which everybody misses and nothing follows: only the beat tells of it.
    private func loseLastWord() throws {
        bus.setFaults(InMemoryFaults(lossPerMille: 1_000))
        coordinator?.engine.outlet.publish(
            Event(kind: .linkStateChanged(LinkStateChanged())), operation: "")
        for _ in 0..<20 { try step(isCalm: true) }
        bus.setFaults(InMemoryFaults())
        for _ in 0..<800 { try step(isCalm: true) }
    }

    private var isAtRest: Bool {
        clients.allSatisfy(\.isIdle) && daemons.allSatisfy { $0.unacknowledgedCount == 0 }
            && coordinator != nil && daemons.allSatisfy { $0.feed.now.state == .live }
    }

    private func examine() {
        guard let coordinator, isAtRest else { return checker.fail("it never comes to rest") }
        let state = coordinator.engine.state
        checker.hydrated(state, disk)
        for client in clients {
            for operation in client.stored.keys.sorted() where disk.accepted[operation] == nil {
                checker.fail("\(operation) was acknowledged as stored and is not")
            }
            for operation in client.refused.sorted()
            where !duplicates && checker.acceptedAnywhere.contains(operation) {
                checker.fail("\(operation) was refused and executed all the same")
            }
        }
        for daemon in daemons {
            let told = daemon.feed.now
            if told.lastSequence != coordinator.headSequence {
                checker.fail(
                    "\(daemon.name) knows events up to \(told.lastSequence) of"
                        + " \(coordinator.headSequence)")
            }
            if let programme = told.programme,
                let problem = SimulationChecker.difference(programme, state, Fixture.catalogue)
            {
                checker.fail("\(daemon.name) shows another programme: \(problem)")
            }
            for defect in daemon.defects where !checker.publishedDefects.contains(defect) {
                checker.fail("an acknowledged edge of \(daemon.name) was never published")
            }
            for (subject, active) in daemon.levels {
                let alarm = state.alarms[AlarmName(kind: "simulated", subject: subject)]
                if (alarm?.isActive ?? false) != active {
                    checker.fail("alarm \(subject) stands otherwise than its owner says")
                }
            }
        }
    }
}
