import Common
import Foundation
import Logging
import Messaging
import Proto
import TestKit

let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
let clock = SystemTimeSource()

/// An instant that a correct program reaches long before, however busy the machine.
func soon(_ seconds: Int64 = 20) -> MonotonicInstant { clock.now() + .seconds(seconds) }

/// Looks until it is so; false when it is not within 20 s.
func eventually(_ isSo: () -> Bool) -> Bool {
    let limit = soon()
    while clock.now() < limit {
        if isSo() { return true }
        usleep(2_000)
    }
    return isSo()
}

/// The two transports that one suite holds.
enum TransportKind: String, CaseIterable, Sendable { case zeroMQ, inMemory }

/// A plane of its own for one test, over either transport.
final class Plane: Sendable {
    let instance: TestInstance
    let transport: any Transport

    init(_ kind: TransportKind, mark: Int = 1_000) throws {
        instance = try TestInstance()
        let marks = try HighWaterMarks(control: mark, events: mark, telemetry: mark)
        transport =
            switch kind {
            case .zeroMQ: try ZeroMQTransport(paths: instance.paths, marks: marks)
            case .inMemory: InMemoryTransport(marks: marks)
            }
    }

    var memory: InMemoryTransport {
        guard let memory = transport as? InMemoryTransport else { fatalError("not in memory") }
        return memory
    }

    func coordinator(
        requestCapacity: Int = 256, historyCapacity: Int = 8_192, marks: [FactMark] = [],
        registry: MetricsRegistry = MetricsRegistry(), opened: Bool = true
    ) throws -> CoordinatorEndpoint {
        var options = CoordinatorEndpoint.Options()
        options.requestCapacity = requestCapacity
        options.historyCapacity = historyCapacity
        let endpoint = try CoordinatorEndpoint(
            options, transport: transport, marks: marks, registry: registry, logger: quiet)
        if opened { endpoint.open(version: StateVersion(coordinatorEpoch: endpoint.epoch)) }
        return endpoint
    }

    func link(
        _ source: String = "test", _ subscription: Subscription? = nil, facts: Bool = false,
        registry: MetricsRegistry = MetricsRegistry(), factCapacity: Int = 1_024
    ) throws -> CoordinatorLink {
        var options = CoordinatorLink.Options(source: source)
        options.reportsFacts = facts
        options.factCapacity = factCapacity
        return try CoordinatorLink(
            options, transport: transport, subscription: subscription, registry: registry,
            logger: quiet)
    }
}

/// A deciding thread that accepts every command and answers every query.
final class Decider: Sendable {
    let endpoint: CoordinatorEndpoint
    let done = Monitor<[String]>([])
    let facts = Monitor<[Fact.Kind]>([])
    private let thread: JoinableThread

    init(_ endpoint: CoordinatorEndpoint, acknowledging: Bool = true) {
        self.endpoint = endpoint
        let (done, facts) = (done, facts)
        thread = WorkerThread.start(named: "decider") {
            while let work = endpoint.next(until: .distantFuture) {
                switch work {
                case .request(let request): Self.answer(request, endpoint, done)
                case .expired: break
                case .fact(let fact):
                    facts.withLock { $0.append(fact.kind) }
                    if acknowledging { fact.acknowledge() }
                }
            }
        }
    }

    private static func answer(
        _ request: IncomingRequest, _ endpoint: CoordinatorEndpoint, _ done: Monitor<[String]>
    ) {
        switch request.ask {
        case .command(let command):
            done.withLock { $0.append(command.operationId) }
            request.reply(
                .outcome(MutationOutcome(accepted: true, operationId: command.operationId)))
        case .query:
            request.reply(
                .state(StateReply(epoch: endpoint.epoch, headSequence: endpoint.headSequence)))
        }
    }

    func stop() {
        endpoint.stop()
        thread.join()
    }
}

/// Everything a subscriber was told.
final class Seen: Sendable {
    struct Log {
        var states: [SubscriberState] = []
        var resyncs = 0
        var gaps: UInt64 = 0
        var last: UInt64 = 0
        var sequences: [UInt64] = []
        var isInOrder = true
    }
    let log = Monitor(Log())

    var subscription: Subscription {
        let log = log
        return Subscription(resync: [.getState(GetState())]) { update in
            log.withLock { log in
                switch update {
                case .state(let state): log.states.append(state)
                case .resynced(let answers):
                    log.resyncs += 1
                    if case .state(let reply) = answers.first { log.last = reply.headSequence }
                case .gap(let missed): log.gaps += missed
                case .event(let event):
                    log.isInOrder = log.isInOrder && event.sequence == log.last + 1
                    log.last = event.sequence
                    log.sequences.append(event.sequence)
                }
            }
            log.notifyAll()
        }
    }

    func wait(_ isSo: (Log) -> Bool) -> Bool {
        log.wait(until: soon()) { isSo($0) ? true : nil } ?? false
    }
    var isLive: Bool { wait { $0.states.last == .live } }
    var now: Log { log.withLock { $0 } }
}

func command(_ operation: String, key: String = "") -> Command {
    Command(operationId: operation, idempotencyKey: key, action: .publishNow(PublishNow()))
}

func defect(_ number: UInt64) -> Fact.Kind {
    .signalDefectStarted(SignalDefectStarted(defectId: number))
}

func alarm(_ subject: String, active: Bool, text: String = "") -> Fact.Kind {
    .alarmLevel(
        AlarmLevel(key: AlarmKey(kind: "test", subject: subject), active: active, text: text))
}

func note(_ text: String) -> Event.Kind {
    .subsystemWarningRaised(SubsystemWarningRaised(subsystem: "test", code: text))
}
