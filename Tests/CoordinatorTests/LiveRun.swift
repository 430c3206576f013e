import Common
import Foundation
import Logging
import Messaging
import Proto
import TestKit

/// The daemons that a run needs, as far as the coordinator sees them: an output that shows what it is
/// asked for and says so, and a lane that draws.
final class LiveRun: Sendable {
    let live: LiveCoordinator
    let output: CoordinatorLink
    let lane: CoordinatorLink
    private let work: DispatchQueue

    init(_ live: LiveCoordinator) throws {
        self.live = live
        let queue = DispatchQueue(label: "output")
        work = queue
        var logger = Logger(label: "test")
        logger.logLevel = .error
        let quiet = logger
        let box = Monitor<CoordinatorLink?>(nil)
        let answer: @Sendable (RunStatus) -> Void = { status in
            queue.async {
                box.withLock { $0 }?.facts.report(
                    .runOutputApplied(
                        RunOutputApplied(
                            output: status.output, index: 7,
                            operationId: status.outputOperationId)))
            }
        }
        func link(
            _ source: String, _ subscription: Subscription? = nil
        ) throws -> CoordinatorLink {
            try CoordinatorLink(
                CoordinatorLink.Options(source: source),
                transport: ZeroMQTransport(
                    paths: live.instance.paths, marks: HighWaterMarks(Configuration.Messaging())),
                subscription: subscription, registry: MetricsRegistry(), logger: quiet)
        }
        lane = try link("renderd.a")
        output = try link(
            "outputd",
            Subscription(resync: [.getState(GetState())]) { update in
                switch update {
                case .resynced(let answers):
                    for case .state(let reply) in answers { answer(reply.model.run) }
                case .event(let event):
                    if case .runTransitioned(let moved) = event.event.kind { answer(moved.status) }
                case .state, .gap: break
                }
            })
        let made = output
        box.withLock { $0 = made }
        output.facts.report(
            .backendStateChanged(
                BackendStateChanged(
                    device: "device.1", to: .running, referenceLocked: true, isClock: true)))
        lane.facts.report(.laneStatusChanged(LaneStatusChanged(lane: "a", state: .inStep)))
    }

    deinit {
        output.stop()
        lane.stop()
    }

    /// The run, once it is as wanted; as it is after 20 s.
    func wait(_ isDone: (RunStatus) -> Bool) throws -> RunStatus {
        let deadline = live.time.now() + .seconds(20)
        while true {
            let run = try live.model().run
            if isDone(run) || live.time.now() > deadline { return run }
            live.time.sleep(until: live.time.now() + .milliseconds(5))
        }
    }

    /// Performs a command of the run.
    @discardableResult
    func perform(_ action: Command.Action) throws -> MutationOutcome {
        try live.settle(action, key: UUID().uuidString)
    }

    /// Prepares and starts.
    func goOnAir(_ title: String) throws {
        try perform(.prepareRun(PrepareRun(title: title)))
        _ = try wait { $0.state == .ready }
        try perform(.startRun(StartRun()))
        _ = try wait { $0.outputConfirmed }
    }

    /// All runs of the history.
    func history() throws -> [RunSummary] {
        let answer = try live.link.client.request(
            .listRuns(ListRuns()), deadline: live.time.now() + .seconds(10))
        guard case .runs(let reply) = answer else { throw RequestError.malformed("\(answer)") }
        return reply.runs
    }

    /// The as-run log of a run.
    func asRun(_ id: String) throws -> [AsRunEntry] {
        let answer = try live.link.client.request(
            .getAsRun(GetAsRun(runId: id)), deadline: live.time.now() + .seconds(10))
        guard case .asRun(let reply) = answer else { throw RequestError.malformed("\(answer)") }
        return reply.entries
    }

    /// The states that the as-run log takes a run through; nil where a line between two is missing.
    func states(_ id: String) throws -> [String]? {
        var states: [String] = []
        for line in try asRun(id) where line.kind == "run" {
            let words = line.text.prefix { $0 != ":" }.components(separatedBy: " → ")
            guard words.count == 2, states.last.map({ $0 == words[0] }) ?? true else { return nil }
            if states.isEmpty { states.append(words[0]) }
            states.append(words[1])
        }
        return states
    }
}
