public import Common

/// The most messages each socket may hold for one peer. Never 0, which ZeroMQ reads as unlimited.
public struct HighWaterMarks: Sendable, Hashable {
    /// Requests, replies and facts.
    public let control: Int
    /// Events to one subscriber.
    public let events: Int
    /// Telemetry.
    public let telemetry: Int

    /// Takes the marks. Throws `.unlimited` for one below 1.
    public init(control: Int, events: Int, telemetry: Int) throws(TransportError) {
        for (socket, mark) in [("control", control), ("events", events), ("telemetry", telemetry)]
        where mark < 1 {
            throw .unlimited(socket: socket)
        }
        self.control = control
        self.events = events
        self.telemetry = telemetry
    }

    /// Takes the marks of the configuration.
    public init(_ configuration: Configuration.Messaging) throws(TransportError) {
        try self.init(
            control: configuration.controlHighWaterMark,
            events: configuration.eventsHighWaterMark,
            telemetry: configuration.telemetryHighWaterMark)
    }
}
