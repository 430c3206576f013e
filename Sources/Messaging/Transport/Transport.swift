public import Common

/// How messages get from one process to another. Two implementations: ZeroMQ, and one in memory
/// with faults for tests; one conformance suite holds both.
///
/// A transport moves bytes and knows nothing of envelopes. It never queues for a peer that is not
/// there, never blocks a sender, and never delivers a message over `WireLimits.messageBytes`.
public protocol Transport: Sendable {
    /// Becomes the coordinator's end. Throws when another one is bound.
    func bind() throws(TransportError) -> any CoordinatorPort
    /// Becomes another process's end. The coordinator need not be there.
    func connect(receivingEvents: Bool) throws(TransportError) -> any LinkPort
}

/// What became of an offered message.
public enum SendOutcome: Sendable, Hashable {
    /// Handed over; whether it arrives is another question.
    case sent
    /// Not sent: the peer's high-water mark is reached.
    case full
    /// Not sent: nobody is there.
    case unreachable
    /// Not sent: over the limit.
    case tooLong
}

/// Where a request came from; lasts as long as that connection.
public struct PeerAddress: Sendable, Hashable {
    let bytes: [UInt8]
}

/// A message as it came in on the control socket.
public struct ReceivedControl: Sendable {
    let peer: PeerAddress
    let bytes: [UInt8]
}

/// What both kinds of end can do. Owned by one thread, except `wakeUp`.
public protocol Port: AnyObject {
    /// Ends a wait, now or the next one. Any thread.
    var wakeUp: @Sendable () -> Void { get }
    /// Lets go of every socket. The port is not used afterwards.
    func close()
    /// Messages that were dropped because they had the wrong shape or length.
    var malformedCount: UInt64 { get }
}

/// The coordinator's end: control (answers), events (publishes) and telemetry (collects).
public protocol CoordinatorPort: Port {
    /// Blocks until something can be received, `wakeUp` was called, or the deadline passes.
    func wait(until deadline: MonotonicInstant)
    /// The next request or fact. Never blocks.
    func receiveControl() -> ReceivedControl?
    /// Answers a peer. Never blocks.
    func reply(_ bytes: [UInt8], to peer: PeerAddress) -> SendOutcome
    /// Sends to every subscriber. Never blocks; who is slow misses it.
    func publish(_ bytes: [UInt8]) -> SendOutcome
    /// The next telemetry message. Never blocks.
    func receiveTelemetry() -> [UInt8]?
    /// Repairs what others broke, such as removed socket files; the count of repairs just done.
    func maintain() -> Int
    /// The high-water marks in force, by socket, as read back from the transport.
    var highWaterMarks: [String: Int] { get }
}

/// Another process's end: control (asks), events (subscribes) and telemetry (sends).
public protocol LinkPort: Port {
    /// Blocks until something can be received, the connection came or went, `wakeUp` was called,
    /// or the deadline passes; with `forTelemetry` also until telemetry can be sent.
    func wait(until deadline: MonotonicInstant, forTelemetry: Bool)
    /// Whether the coordinator is there, as far as the transport knows.
    var isConnected: Bool { get }
    /// Counts connections made so far; a change means that there was a new one.
    var connectionCount: UInt64 { get }
    /// Asks the coordinator. Never blocks and never queues for one that is away.
    func send(_ bytes: [UInt8]) -> SendOutcome
    /// The next reply or acknowledgement. Never blocks.
    func receive() -> [UInt8]?
    /// The next event. Never blocks.
    func receiveEvent() -> [UInt8]?
    /// Sends telemetry. Never blocks.
    func sendTelemetry(_ bytes: [UInt8]) -> SendOutcome
    /// The high-water marks in force, by socket, as read back from the transport.
    var highWaterMarks: [String: Int] { get }
}
