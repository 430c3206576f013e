internal import Proto

/// Where the engine's events go: the bound sockets in the daemon, a recorder in tests. Called on
/// the decision thread; must not block.
protocol Outlet: AnyObject {
    /// Publishes one event to every subscriber.
    func publish(_ event: Event, operation: String)
    /// The sequence of the last event published.
    var headSequence: UInt64 { get }
}
