public import Proto

/// What docs/EVENTS.md says of one event, for programs: the document shows this table, and a test
/// holds the two together.
public struct EventDeclaration: Sendable, Hashable {
    /// How an event gets from where it happens to whoever has to know.
    public enum Bridge: String, Sendable, CaseIterable {
        /// Every one matters, in order.
        case fifoFact = "fifo-fact"
        /// The newest of each key; the envelope says how many it stands for.
        case coalescedLatest = "coalesced-latest"
        /// The caller got its answer; the event tells everybody else.
        case syncCommandWithEvent = "sync-command-with-event"
        /// Must not drive behaviour.
        case observationOnly = "observation-only"
    }

    /// The queue through which it leaves its producer.
    public enum Queue: String, Sendable, CaseIterable {
        case events = "events.outgoing"
        case facts = "facts.outbox"
        case telemetry = "telemetry.outgoing"
    }

    /// The event's name, as in `Event.Kind.name`.
    public let name: String
    /// The process it happens in.
    public let producer: String
    /// Who listens.
    public let consumers: String
    public let bridge: Bridge
    public let queue: Queue
    /// By what it is coalesced; nil where every one counts.
    public let coalescingKey: String?

    init(
        _ name: String, from producer: String, to consumers: String, _ bridge: Bridge,
        _ queue: Queue, key: String?
    ) {
        self.name = name
        self.producer = producer
        self.consumers = consumers
        self.bridge = bridge
        self.queue = queue
        coalescingKey = key
    }

    static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
}

extension Event.Kind {
    /// The event's row in the table. Precondition: it has one, which a test shows for all.
    public var declaration: EventDeclaration {
        guard let found = EventDeclaration.byName[name] else {
            preconditionFailure("\(name) is not declared")
        }
        return found
    }
}
