public import Proto

/// How a subscription stands.
public enum SubscriberState: String, Sendable, Hashable {
    /// No beat has been seen yet.
    case connecting
    /// A beat was seen; the state is being fetched.
    case synchronising
    /// Every event so far has been delivered.
    case live
    /// Some were missed and are being fetched.
    case catchingUp
    /// No beat for a second: the coordinator is away or hangs. What is known may be old.
    case stale
}

/// What a subscriber is told, in this order: state, a resync, then events without a gap, until the
/// next resync.
public enum SubscriberUpdate: Sendable {
    /// The subscription's state changed.
    case state(SubscriberState)
    /// The answers to the resync queries, in their order. Replaces everything known before;
    /// the events that follow may repeat a little of it, with older state versions.
    case resynced([Reply.Answer])
    /// The next event.
    case event(SequencedEvent)
    /// So many events were missed at first; they follow as events, or a resync does.
    case gap(missed: UInt64)
}

/// A wish to receive the coordinator's events.
public struct Subscription: Sendable {
    /// What to ask for at the start and whenever events cannot be fetched any more. At least one
    /// must be `GetSnapshot` or `GetState`, whose answers say how far they go.
    public var resync: [Query.Ask]
    /// Called on the link's thread, in order; must not block and must not call the link.
    public var deliver: @Sendable (SubscriberUpdate) -> Void

    /// Makes a subscription.
    public init(resync: [Query.Ask], deliver: @escaping @Sendable (SubscriberUpdate) -> Void) {
        self.resync = resync
        self.deliver = deliver
    }
}
