import Common
@testable import CoordinatorDecision
import Proto

/// The decision about a run with everything around it simulated: daemons that report, an output that
/// shows what it is asked for, a disk that answers, a clock, deaths of the coordinator and the host.
struct RunWorld {
    var fixture = Fixture()
    var conditions = RunConditions()
    var boot = "boot-1"
    /// Runs whose summaries the store does not have.
    var unstoredRuns: Set<String> = []
    var wall: Int64 = 1_700_000_000_000_000_000
    var slots: (timelineEpoch: UInt64, totals: SlotTotals)? = (1, SlotTotals())
    /// Events published so far, by name.
    var events: [Event.Kind] = []
    var lines: [AsRunLine] = []
    var probes: [String] = []
    private var operation = 0

    /// A world with two layers and a preset, in which everything is in order and nothing runs.
    init(autostart: Bool = false) {
        fixture = Fixture.withStack()
        fixture.state.alarms = [:]
        fixture.settings.run.isAutostart = autostart
        report(.processPhase(ProcessPhase(process: "outputd", phase: "ready", pid: 1)), "outputd")
        report(
            .processPhase(ProcessPhase(process: "renderd.a", phase: "ready", pid: 2)), "renderd.a")
        device(.running)
        report(.laneStatusChanged(LaneStatusChanged(lane: "a", state: .inStep)), "renderd.a")
        built("grade", 11)
        built("title", 21)
    }

    var run: Run { fixture.state.run }
    var now: MonotonicInstant { fixture.instant }

    var context: DecisionContext {
        var context = fixture.context
        context.conditions = conditions
        context.boot = boot
        context.unstoredRuns = unstoredRuns
        context.wall = wall
        context.slots = slots
        return context
    }

    // MARK: Doing

    @discardableResult
    mutating func perform(
        _ action: Command.Action, by principal: String = "anna"
    ) -> MutationOutcome {
        operation += 1
        let decision = Decide.command(
            Command(
                operationId: "op-\(operation)", origin: .cli, principal: principal,
                action: action), in: fixture.state, context)
        take(decision)
        advance()
        return decision.outcome
    }

    /// Brings the run up to the present, until nothing changes any more.
    mutating func advance() {
        for _ in 0..<8 {
            refresh()
            guard let decision = Decide.advance(in: fixture.state, context) else { return }
            take(decision)
        }
    }

    private mutating func refresh() {
        conditions.refresh(
            fixture.state.programme, later: fixture.state.laterStacks, fixture.catalogue,
            now: now, wall: wall)
    }

    /// Lets time pass in steps in which nothing else happens, stopping wherever something is due.
    mutating func wait(_ span: Nanoseconds) {
        let end = now + span
        while now < end {
            let due = Decide.nextAdvance(fixture.state, context)
            let next = due > now && due < end ? due : end
            wall += (next - now).count
            fixture.instant = next
            advance()
        }
    }

    mutating func report(_ kind: Fact.Kind, _ source: String) {
        let fact = Fact(kind: kind)
        _ = conditions.take(fact, from: source)
        refresh()
        take(Decide.fact(fact, from: source, in: fixture.state, context))
        advance()
    }

    mutating func device(_ state: BackendState, locked: Bool = true) {
        report(
            .backendStateChanged(
                BackendStateChanged(
                    device: "device.1", to: state, reason: "told", referenceLocked: locked,
                    isClock: true)), "outputd")
    }

    mutating func built(_ shader: String, _ generation: UInt64) {
        report(
            .shaderBuildPrepared(
                ShaderBuildPrepared(lane: "a", shaderId: shader, generation: generation)),
            "renderd.a")
    }

    mutating func dies(_ source: String) {
        conditions.ended(source, detail: "killed")
        advance()
    }

    mutating func returns(_ source: String) {
        report(.processPhase(ProcessPhase(process: source, phase: "ready", pid: 9)), source)
        if source == "outputd" { device(.running) }
    }

    /// The disk's check answers.
    mutating func probed(_ problem: String? = nil, operation: String? = nil) {
        take(
            Decide.probed(
                .disk, operation: operation ?? probes.last ?? "", problem: problem,
                in: fixture.state, context))
        advance()
    }

    /// The output shows what it was asked for.
    mutating func shows(operation: String? = nil) {
        report(
            .runOutputApplied(
                RunOutputApplied(
                    output: run.order.output, index: fixture.index,
                    operationId: operation ?? run.order.operation)), "outputd")
    }

    /// The coordinator dies and comes back, on the same boot of the host or another.
    mutating func restart(boot next: String? = nil, returns: Bool = true) {
        if let next { boot = next }
        conditions = RunConditions()
        conditions.expect(of: run, now: now, wall: wall)
        take(Decide.hydrate(in: fixture.state, context))
        take(Decide.autostart(in: fixture.state, context))
        guard returns else { return advance() }
        for source in ["outputd", "renderd.a"] { self.returns(source) }
        built("grade", 11)
        built("title", 21)
        report(.laneStatusChanged(LaneStatusChanged(lane: "a", state: .inStep)), "renderd.a")
    }

    /// Prepares and starts.
    mutating func goOnAir() {
        perform(.prepareRun(PrepareRun(title: "evening")))
        probed()
        perform(.startRun(StartRun()))
        shows()
    }

    private mutating func take(_ decision: Decision) {
        fixture.state = decision.state
        for effect in decision.effects {
            switch effect {
            case .publish(let event): if let kind = event.kind { events.append(kind) }
            case .asRun(let line): lines.append(line)
            case .probe(let operation, _): probes.append(operation)
            case .publishSnapshot, .scanShaders: break
            }
        }
    }

    /// Transitions so far, as "from→to".
    var transitions: [String] {
        events.compactMap {
            guard case .runTransitioned(let moved) = $0, moved.from != moved.status.state else {
                return nil
            }
            return "\(moved.from.name)→\(moved.status.state.name)"
        }
    }
}
