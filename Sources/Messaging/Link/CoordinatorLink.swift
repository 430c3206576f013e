public import Common
public import Logging
internal import Synchronization

/// A process's side of the command and event plane: requests, facts, events and telemetry over one
/// thread of its own. Any thread. The coordinator need not be there, now or ever.
public final class CoordinatorLink: Sendable {
    /// Names and bounds.
    public struct Options: Sendable {
        /// The process's name in envelopes, e.g. `renderd.a`.
        public var source: String
        /// Requests waiting for the socket, or for their answer.
        public var requestCapacity = QueuePolicy.controlOutgoing.capacity
        /// Facts not acknowledged.
        public var factCapacity = QueuePolicy.factsOutbox.capacity
        /// Keys of telemetry waiting.
        public var telemetryCapacity = QueuePolicy.telemetryOutgoing.capacity
        /// Whether this process reports facts; one that does tells its levels on each connection.
        public var reportsFacts = true

        /// The defaults for a process.
        public init(source: String) { self.source = source }

        /// Takes the bounds of the configuration.
        public init(source: String, _ configuration: Configuration.Messaging) {
            self.source = source
            requestCapacity = configuration.controlHighWaterMark
            factCapacity = configuration.factOutboxCapacity
            telemetryCapacity = configuration.telemetryHighWaterMark
        }
    }

    /// This start of the process; in every envelope.
    public let epoch: UInt64
    /// Asks the coordinator.
    public let client: ControlClient
    /// Tells the coordinator.
    public let facts: FactOutbox
    /// Observations.
    public let telemetry: TelemetrySender

    let options: Options
    let stamper: EnvelopeStamper
    let outgoing: BoundedQueue<OutgoingRequest>
    let subscription: Subscription?
    let metrics: LinkMetrics
    let logger: Logger
    let time: any TimeSource
    let health: Mutex<HealthWatch>
    let isStopping = Atomic<Bool>(false)
    let wantsResync = Atomic<Bool>(false)
    private let wakeUp: @Sendable () -> Void
    private let thread = Mutex<JoinableThread?>(nil)

    /// Connects and starts. Events are received only where there is a subscription.
    public convenience init(
        _ options: Options, transport: any Transport, subscription: Subscription? = nil,
        registry: MetricsRegistry, logger: Logger, time: any TimeSource = SystemTimeSource()
    ) throws(TransportError) {
        let port = try transport.connect(receivingEvents: subscription != nil)
        self.init(
            options, wakeUp: port.wakeUp, epoch: EnvelopeStamper.newEpoch(),
            subscription: subscription, registry: registry, logger: logger, time: time)
        let box = PortBox(port)
        let started = WorkerThread.start(named: "messages", owner: "link", .critical) { [self] in
            var loop = LinkLoop(link: self, port: box.port)
            loop.run()
        }
        thread.withLock { $0 = started }
    }

    /// A link whose loop somebody else runs.
    init(
        _ options: Options, wakeUp: @escaping @Sendable () -> Void, epoch: UInt64,
        subscription: Subscription?, registry: MetricsRegistry, logger: Logger,
        time: any TimeSource
    ) {
        self.epoch = epoch
        self.wakeUp = wakeUp
        self.options = options
        self.subscription = subscription
        self.logger = logger
        self.time = time
        stamper = EnvelopeStamper(source: options.source, epoch: epoch, time: time)
        metrics = LinkMetrics(registry)
        health = Mutex(HealthWatch(registry, source: options.source))
        outgoing = BoundedQueue(
            QueueDeclaration(.controlOutgoing, capacity: options.requestCapacity),
            registry: registry, time: time, wakeUp: wakeUp)
        client = ControlClient(stamper: stamper, outgoing: outgoing, registry: registry)
        facts = FactOutbox(
            capacity: options.factCapacity, registry: registry, time: time, wakeUp: wakeUp)
        telemetry = TelemetrySender(
            capacity: options.telemetryCapacity, registry: registry, time: time, wakeUp: wakeUp)
    }

    /// Fetches the state again, for a subscriber that could not keep what it was given.
    public func resynchronise() {
        wantsResync.store(true, ordering: .releasing)
        wakeUp()
    }

    /// Stops: unanswered requests end with "outcome unknown", unacknowledged facts die with this
    /// epoch and are counted. Give `flushUntil` to let facts be acknowledged first. Blocks until
    /// the thread has ended.
    public func stop(flushUntil deadline: MonotonicInstant? = nil) {
        if let deadline { _ = facts.waitUntilAcknowledged(until: deadline) }
        isStopping.store(true, ordering: .releasing)
        wakeUp()
        thread.withLock { $0 }?.join()
    }
}
