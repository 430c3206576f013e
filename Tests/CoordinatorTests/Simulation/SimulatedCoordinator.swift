import Common
@testable import Coordinator
@testable import CoordinatorDecision
import Logging
import Messaging
import Proto

/// The real engine and the real endpoint on a simulated disk, clock and bus, driven turn by turn.
final class SimulatedCoordinator {
    let epoch: UInt64
    let gate = CrashGate()
    let store: SimulatedStore
    let engine: Engine
    private let checkpoints: SimulatedCheckpoints
    private let driven: DrivenEndpoint
    private let outlet: CheckedOutlet
    private let checker: SimulationChecker
    private let mutant: Mutant?
    private var repeats = 0

    var headSequence: UInt64 { driven.endpoint.headSequence }

    init(
        _ disk: SimulatedDisk, bus: InMemoryTransport, time: any TimeSource, epoch: UInt64,
        mutant: Mutant?, checker: SimulationChecker, logger: Logger
    ) throws {
        self.epoch = epoch
        self.mutant = mutant
        self.checker = checker
        var hydration = Hydration(
            disk.contents, origin: .opened, checkpoint: disk.checkpoint,
            lines: disk.keptLines, now: time.now())
        if mutant == .noDeduplication {
            hydration.recentKeys = []
            hydration.unstoredKeys = []
        }
        checker.hydrated(hydration.state, disk)
        let port = GatedPort(try bus.bind(), gate, hidesLastEvent: mutant == .lostLastEvent)
        driven = DrivenEndpoint(
            CoordinatorEndpoint.Options(), port: port, epoch: epoch,
            marks: hydration.marks.values.map {
                FactMark(source: $0.source, epoch: $0.epoch, sequence: $0.sequence)
            }, logger: logger, time: time)
        store = SimulatedStore(
            disk, time: time, gate: gate, saysCommittedEarly: mutant == .acknowledgeBeforeCommit)
        checkpoints = SimulatedCheckpoints(disk, time: time, gate: gate)
        let operations = OperationBoard()
        outlet = CheckedOutlet(
            EndpointOutlet(driven.endpoint, operations, time), checker: checker)
        engine = Engine(
            Engine.Parts(
                settings: EngineSettings(
                    epoch: epoch, instance: "simulated", role: "insert",
                    policy: PolicySettings(), workingFormat: Fixture.format),
                hydration: hydration, catalogue: Fixture.catalogue, writer: store,
                checkpointer: checkpoints, storedKey: { _, _ in nil },
                decide: Self.decision(mutant), outlet: outlet, registry: MetricsRegistry(),
                time: time, indexes: { (5_000, 5_000) }, requestScan: { _ in }, links: { [] },
                operations: operations))
        outlet.engine = engine
        start(hydration)
    }

    private func start(_ hydration: Hydration) {
        let isNewer =
            hydration.isFromCheckpoint || !hydration.unstoredKeys.isEmpty
            || !hydration.unstoredMarks.isEmpty || !hydration.unstoredLines.isEmpty
        if isNewer {
            engine.storeHydrated(
                keys: hydration.unstoredKeys, marks: hydration.unstoredMarks,
                lines: hydration.unstoredLines)
        }
        engine.alarm("store-unavailable", "store", .major, nil)
        engine.publishAll()
        engine.flush()
        driven.endpoint.open(version: engine.version)
    }

    /// One turn of all its threads.
    func turn(_ random: inout SeededGenerator) {
        store.turn(&random)
        checkpoints.turn()
        driven.receive()
        let past = MonotonicInstant(nanoseconds: 0)
        for _ in 0..<Int.random(in: 1...16, using: &random) {
            guard !gate.isDead, let work = driven.endpoint.next(until: past) else { break }
            handle(work)
        }
        if store.hasNews {
            store.hasNews = false
            engine.storeAdvanced()
        }
        let before = engine.state
        engine.tick()
        checker.ticked(before, engine.state, Fixture.catalogue, isDead: gate.isDead)
        engine.flush()
        driven.send()
    }

    private func handle(_ work: CoordinatorWork) {
        let before = engine.state
        switch work {
        case .request(let request):
            switch request.ask {
            case .query(let query): request.reply(engine.answer(query))
            case .command(var command):
                if mutant == .missingGuard { command.expectedStateVersion = nil }
                if mutant == .noDeduplication, !command.idempotencyKey.isEmpty {
                    repeats += 1
                    command.idempotencyKey += "-\(repeats)"
                }
                engine.perform(command, deadline: request.deadline) { request.reply($0) }
                checker.decided(
                    command, before, engine.state, epoch, isDead: gate.isDead, Fixture.catalogue)
            }
        case .expired(let request):
            guard case .command(let command) = request.ask else { break }
            engine.noteExpired(command, deadline: request.deadline)
        case .fact(let fact):
            let mark = StoredMark(
                source: fact.mark.source, epoch: fact.mark.epoch, sequence: fact.mark.sequence)
            engine.take(
                Fact(kind: fact.kind), mark: mark, operation: fact.envelope.operationId
            ) { fact.acknowledge() }
        }
    }

    /// The process dies.
    func die(_ random: inout SeededGenerator) {
        gate.crash()
        store.die(&random)
        driven.end()
        // What still waits there holds on to the endpoint, which the end of a process would take along.
        while driven.endpoint.next(until: MonotonicInstant(nanoseconds: 0)) != nil {}
    }

    /// The decision, with a mistake planted or without.
    private static func decision(
        _ mutant: Mutant?
    ) -> (Command, RuntimeState, DecisionContext) -> Decision {
        { command, state, context in
            var decision = Decide.command(command, in: state, context)
            guard decision.outcome.accepted, let mutant else { return decision }
            switch (mutant, command.action) {
            case (.reusedVersion, .renameLayer), (.reusedVersion, .setParameter):
                decision.state.version = state.version
                decision.outcome.stateVersion.number = state.version
            case (.staleOverlay, .removeLayer), (.staleOverlay, .loadPreset):
                decision.state.overlay.entries.merge(state.overlay.entries) { new, _ in new }
            case (.doubleApply, .triggerParameter), (.doubleApply, .duplicateLayer):
                let again = Decide.command(command, in: decision.state, context)
                guard again.outcome.accepted else { break }
                let version = decision.state.version
                decision.state = again.state
                decision.state.version = version
            default: break
            }
            return decision
        }
    }
}

/// The mistakes that the simulation must find.
enum Mutant: String, CaseIterable, Sendable {
    case acknowledgeBeforeCommit, noDeduplication, reusedVersion, staleOverlay, doubleApply
    case missingGuard, lostLastEvent
}

/// The coordinator's port, through which nothing goes once its process is dead.
final class GatedPort: CoordinatorPort {
    private let port: any CoordinatorPort
    private let gate: CrashGate
    private let hidesLastEvent: Bool

    init(_ port: any CoordinatorPort, _ gate: CrashGate, hidesLastEvent: Bool) {
        self.port = port
        self.gate = gate
        self.hidesLastEvent = hidesLastEvent
    }

    var wakeUp: @Sendable () -> Void { {} }
    var malformedCount: UInt64 { port.malformedCount }
    var highWaterMarks: [String: Int] { port.highWaterMarks }
    func wait(until deadline: MonotonicInstant) {}
    func receiveControl() -> ReceivedControl? { gate.isDead ? nil : port.receiveControl() }
    func receiveTelemetry() -> [UInt8]? { gate.isDead ? nil : port.receiveTelemetry() }
    func maintain() -> Int { 0 }
    func close() { port.close() }

    func reply(_ bytes: [UInt8], to peer: PeerAddress) -> SendOutcome {
        gate.pass() ? port.reply(bytes, to: peer) : .sent
    }

    func publish(_ bytes: [UInt8]) -> SendOutcome {
        guard gate.pass() else { return .sent }
        guard hidesLastEvent, var envelope = try? Envelope(decoding: bytes),
            case .event(let event) = envelope.payload, case .stateBeat(var beat)? = event.kind,
            beat.headSequence > 0
        else { return port.publish(bytes) }
        beat.headSequence -= 1
        envelope.payload = .event(Event(kind: .stateBeat(beat)))
        return port.publish((try? envelope.encoded()) ?? bytes)
    }
}

/// Looks at every event before it goes out.
final class CheckedOutlet: Outlet {
    private let outlet: EndpointOutlet
    private let checker: SimulationChecker
    weak var engine: Engine?

    init(_ outlet: EndpointOutlet, checker: SimulationChecker) {
        self.outlet = outlet
        self.checker = checker
    }

    var headSequence: UInt64 { outlet.headSequence }
    var runID: String {
        get { outlet.runID }
        set { outlet.runID = newValue }
    }

    func publish(_ event: Event, operation: String, producer: String) {
        if let engine { checker.published(event, operation, engine.state, Fixture.catalogue) }
        outlet.publish(event, operation: operation, producer: producer)
    }
}
