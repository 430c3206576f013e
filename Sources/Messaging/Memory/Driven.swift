package import Common
package import Logging

/// An endpoint without a thread, for a simulation that decides itself when its turn comes. Owned by
/// the thread that drives it.
package final class DrivenEndpoint {
    package let endpoint: CoordinatorEndpoint
    private var loop: CoordinatorLoop

    /// Uses a bound port from now on.
    package init(
        _ options: CoordinatorEndpoint.Options, port: any CoordinatorPort, epoch: UInt64,
        marks: [FactMark], logger: Logger, time: any TimeSource
    ) {
        endpoint = CoordinatorEndpoint(
            options, wakeUp: port.wakeUp, epoch: epoch, marks: marks, registry: MetricsRegistry(),
            logger: logger, time: time)
        loop = CoordinatorLoop(endpoint: endpoint, port: port)
    }

    /// Sends what is ready, and the beat when it is due.
    package func send() { loop.send() }

    /// Takes what has arrived.
    package func receive() { loop.receive() }

    /// Lets go of the port, as the end of its process does.
    package func end() { loop.end() }
}

/// A link without a thread, likewise.
package final class DrivenLink {
    package let link: CoordinatorLink
    private var loop: LinkLoop

    /// Uses a connected port from now on.
    package init(
        _ options: CoordinatorLink.Options, port: any LinkPort, epoch: UInt64,
        subscription: Subscription?, logger: Logger, time: any TimeSource
    ) {
        link = CoordinatorLink(
            options, wakeUp: port.wakeUp, epoch: epoch, subscription: subscription,
            registry: MetricsRegistry(), logger: logger, time: time)
        loop = LinkLoop(link: link, port: port)
    }

    /// Takes what has arrived and sends what is ready.
    package func turn() { loop.turn() }

    /// Ends it, as the end of its process does.
    package func end() { loop.stop() }
}
