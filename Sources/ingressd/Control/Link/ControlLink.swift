import Common
import Proto

/// Asks the coordinator for something.
enum LinkRequest: Sendable {
    case command(Command)
    case query(Query)
}

/// Why there is no answer.
enum LinkRefusal: Error, Sendable, Equatable {
    /// The coordinator is away: the request was not sent and will never be carried out.
    case away
    /// Too much is under way; the request was not taken.
    case busy(retryAfterMilliseconds: Int, reason: String)
    /// The request was sent and no answer came in time: it may or may not have been carried out.
    case outcomeUnknown
    /// The coordinator found the deadline passed; nothing was done.
    case expired
    /// The request could not be sent or understood; nothing was done.
    case malformed(String)
}

/// What a link tells, in order, on a thread of its own.
enum LinkNotice: Sendable {
    /// The coordinator answers; what is known may be old.
    case up
    /// The coordinator does not answer.
    case down
    /// Events were missed: ask for the state anew.
    case resync
    /// The whole read model, newer than every event before it.
    case state(ReadModel)
    /// Something happened.
    case event(Event)
}

/// The way to the coordinator. Two real ones: over the sockets, and in memory for tests.
protocol ControlLink: Sendable {
    /// Begins; `notice` is called in order on the link's own thread and must not block.
    ///
    /// - Throws: the transport's error when it cannot be set up; not when the coordinator is away.
    func start(_ notice: @escaping @Sendable (LinkNotice) -> Void) throws
    /// Sends a request without blocking; `completion` is called exactly once, on any thread.
    func send(
        _ request: LinkRequest,
        completion: @escaping @Sendable (Result<Reply.Answer, LinkRefusal>) -> Void)
    /// Tells the coordinator of a level or an edge. Never blocks.
    func report(_ fact: Fact.Kind)
    /// Tells of something for the record only; the newest of each key. Never blocks.
    func observe(_ event: Event.Kind, key: String, operation: String)
    /// Says that this process lives. Never blocks.
    func beat(_ heartbeat: Heartbeat)
    /// Ends; completions still open are called as `outcomeUnknown`.
    func stop()
}

extension ControlLink {
    /// Tells of something that belongs to no operation.
    func observe(_ event: Event.Kind, key: String) { observe(event, key: key, operation: "") }
}
