internal import Proto

/// Where the engine's events go: the bound sockets in the daemon, a recorder in tests. Called on
/// the decision thread; must not block.
protocol Outlet: AnyObject {
    /// Publishes one event to every subscriber. `producer` is the process it happened in, where that
    /// is another one.
    func publish(_ event: Event, operation: String, producer: String)
    /// The run that what is published from now on belongs to; empty: none.
    var runID: String { get set }
    /// The sequence of the last event published.
    var headSequence: UInt64 { get }
}

extension Outlet {
    /// Publishes what happened in the coordinator itself.
    func publish(_ event: Event, operation: String) {
        publish(event, operation: operation, producer: "")
    }
}
