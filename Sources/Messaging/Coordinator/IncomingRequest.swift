public import Common
public import Proto

/// A request somebody is waiting for. Answer it exactly once. Any thread.
public struct IncomingRequest: Sendable {
    /// What is asked.
    public enum Ask: Sendable, Hashable {
        /// A change.
        case command(Command)
        /// Information.
        case query(Query)
    }

    /// What is asked.
    public let ask: Ask
    /// The process that asks.
    public let source: String
    /// The operation it belongs to.
    public let operationID: String
    /// After this instant it must not be done any more.
    public let deadline: MonotonicInstant
    let requestID: UInt64
    let peer: PeerAddress
    let endpoint: CoordinatorEndpoint

    /// Sends the answer; it is dropped and counted when the asker has gone. Never blocks.
    public func reply(_ answer: Reply.Answer) {
        endpoint.reply(answer, to: self)
    }
}

/// A fact that is new. Any thread.
public struct IncomingFact: Sendable {
    /// What is the case, or has happened.
    public let kind: Fact.Kind
    /// The envelope it came in.
    public let envelope: Envelope
    /// To be committed in one transaction with the fact's durable effect.
    public let mark: FactMark
    let endpoint: CoordinatorEndpoint

    /// Call once the effect and the mark are durable (or at once, for a fact without durable
    /// effect). Until then the sender keeps the fact. Never blocks.
    public func acknowledge() { endpoint.acknowledge(mark) }
}

/// The next thing for the deciding thread.
public enum CoordinatorWork: Sendable {
    /// Somebody asks.
    case request(IncomingRequest)
    /// Somebody asked for a change, and its deadline has passed. It has been answered so and must not
    /// be done; this is for the record.
    case expired(IncomingRequest)
    /// Somebody tells.
    case fact(IncomingFact)
}
