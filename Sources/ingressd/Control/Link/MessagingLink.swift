import Common
import Logging
import Messaging
import Proto
import Synchronization

/// The way to the coordinator over the sockets. Any thread.
final class MessagingLink: ControlLink {
    private let options: CoordinatorLink.Options
    private let transport: any Transport
    private let deadline: Nanoseconds
    private let registry: MetricsRegistry
    private let log: Logger
    private let time: any TimeSource
    private let link = Mutex<CoordinatorLink?>(nil)

    /// Nothing is connected before `start`.
    init(
        configuration: Configuration, transport: any Transport, registry: MetricsRegistry,
        log: Logger, time: any TimeSource
    ) {
        options = CoordinatorLink.Options(
            source: ProcessName.ingressControl.rawValue, configuration.messaging)
        deadline = configuration.messaging.requestDeadline
        self.transport = transport
        self.registry = registry
        self.log = log
        self.time = time
    }

    func start(_ notice: @escaping @Sendable (LinkNotice) -> Void) throws {
        let subscription = Subscription(resync: [.getState(GetState())]) { update in
            switch update {
            case .state(.live): notice(.up)
            case .state(.stale): notice(.down)
            case .state(.connecting), .state(.synchronising), .state(.catchingUp), .gap: break
            case .resynced(let answers):
                for case .state(let reply) in answers { notice(.state(reply.model)) }
                notice(.resync)
            case .event(let event): notice(.event(event.event))
            }
        }
        let made = try CoordinatorLink(
            options, transport: transport, subscription: subscription, registry: registry,
            logger: log, time: time)
        link.withLock { $0 = made }
    }

    func send(
        _ request: LinkRequest,
        completion: @escaping @Sendable (Result<Reply.Answer, LinkRefusal>) -> Void
    ) {
        guard let client = link.withLock({ $0?.client }) else {
            completion(.failure(.away))
            return
        }
        let until = time.now() + deadline
        switch request {
        case .command(let command):
            client.submit(.command(command), command.operationId, until) {
                completion($0.mapError(Self.refusal))
            }
        case .query(let query):
            client.submit(.query(query), "", until) { completion($0.mapError(Self.refusal)) }
        }
    }

    private static func refusal(_ error: RequestError) -> LinkRefusal {
        switch error {
        case .unavailable: .away
        case .busy(let milliseconds, let reason):
            .busy(
                retryAfterMilliseconds: milliseconds,
                reason: "coordinatord cannot take more at present (\(reason))")
        case .expired: .expired
        case .malformed(let reason): .malformed(reason)
        case .notEncodable(let error): .malformed("\(error)")
        case .outcomeUnknown: .outcomeUnknown
        }
    }

    func report(_ fact: Fact.Kind) { link.withLock { $0 }?.facts.report(fact) }

    func observe(_ event: Event.Kind, key: String, operation: String) {
        link.withLock { $0 }?.telemetry.observe(event, key: key, operationID: operation)
    }

    func beat(_ heartbeat: Heartbeat) {
        link.withLock { $0 }?.beat(heartbeat)
    }

    func stop() {
        let running = link.withLock { link in
            defer { link = nil }
            return link
        }
        running?.stop(flushUntil: time.now() + .milliseconds(200))
    }
}
