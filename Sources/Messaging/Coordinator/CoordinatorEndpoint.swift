public import Common
public import Logging
public import Proto
internal import Synchronization

/// The coordinator's side of the command and event plane. Any thread.
///
/// One thread of its own does all sending and receiving. Requests and facts come out of
/// `next(until:)`, in bounded queues of their own: a full request queue is answered "busy" at once,
/// a full fact queue leaves the fact with its sender. Events go out in the order of `publish`, on
/// one stream; every 100 ms a beat says how far it is, so that losing the last one is noticed.
public final class CoordinatorEndpoint: Sendable {
    /// Bounds and names.
    public struct Options: Sendable {
        /// Requests waiting for the deciding thread.
        public var requestCapacity = QueuePolicy.controlRequests.capacity
        /// Facts waiting for the deciding thread.
        public var factCapacity = QueuePolicy.controlFacts.capacity
        /// Telemetry waiting to be read; the oldest goes first.
        public var telemetryCapacity = QueuePolicy.telemetryReceived.capacity
        /// Replies and events waiting for the socket.
        public var outgoingCapacity = QueuePolicy.eventsOutgoing.capacity
        /// Events kept for subscribers that missed some.
        public var historyCapacity = 8_192
        /// The process's name in envelopes.
        public var source = "coordinatord"

        /// The defaults.
        public init() {}

        /// Takes the bounds of the configuration.
        public init(_ configuration: Configuration.Messaging) {
            requestCapacity = configuration.controlHighWaterMark
            historyCapacity = configuration.eventsHistory
        }
    }

    /// The time between beats. The one timer of the plane.
    public static let beatInterval = Nanoseconds.milliseconds(100)

    struct Outgoing: Sendable {
        let peer: PeerAddress
        let bytes: [UInt8]
    }
    private struct Signal {
        var hasWork = false
        var isInterrupted = false
    }
    struct Publication {
        var history: EventHistory
        var version = StateVersion()
        var isOpen = false
    }

    /// This start of the coordinator; in every envelope and state version.
    public let epoch: UInt64
    let stamper: EnvelopeStamper
    let time: any TimeSource
    let logger: Logger
    let metrics: CoordinatorMetrics
    let options: Options
    let requests: BoundedQueue<IncomingRequest>
    let facts: BoundedQueue<IncomingFact>
    let telemetryQueue: BoundedQueue<Envelope>
    /// The coordinator's own observations, on their way into `telemetryQueue`.
    let ownTelemetry: TelemetrySender
    let health: Mutex<HealthWatch>
    let census: EventCensus
    let replies: BoundedQueue<Outgoing>
    let events: BoundedQueue<[UInt8]>
    let publication: Mutex<Publication>
    let receiver: Mutex<FactReceiver>
    let factPeers = Mutex<[String: PeerAddress]>([:])
    let isStopping = Atomic<Bool>(false)
    private let work = Monitor(Signal())
    private let thread = Mutex<JoinableThread?>(nil)
    let wakeUp: @Sendable () -> Void
    private let sending: HeldWake

    /// Binds and starts receiving. `marks` are those of the store, so that no fact is handled
    /// twice across a restart. Throws when another coordinator of the instance is there.
    public convenience init(
        _ options: Options = Options(), transport: any Transport, marks: [FactMark] = [],
        registry: MetricsRegistry, logger: Logger, time: any TimeSource = SystemTimeSource()
    ) throws(TransportError) {
        let port = try transport.bind()
        self.init(
            options, wakeUp: port.wakeUp, epoch: EnvelopeStamper.newEpoch(), marks: marks,
            registry: registry, logger: logger, time: time)
        let box = PortBox(port)
        let started = WorkerThread.start(named: "messages", owner: "endpoint", .critical) {
            [self] in
            var loop = CoordinatorLoop(endpoint: self, port: box.port)
            loop.run()
        }
        thread.withLock { $0 = started }
    }

    /// An endpoint whose loop somebody else runs.
    init(
        _ options: Options, wakeUp: @escaping @Sendable () -> Void, epoch: UInt64,
        marks: [FactMark], registry: MetricsRegistry, logger: Logger, time: any TimeSource
    ) {
        self.epoch = epoch
        self.wakeUp = wakeUp
        let sending = HeldWake(wakeUp)
        self.sending = sending
        stamper = EnvelopeStamper(source: options.source, epoch: epoch, time: time)
        self.time = time
        self.logger = logger
        self.options = options
        metrics = CoordinatorMetrics(registry)
        let work = work
        let announce: @Sendable () -> Void = {
            work.withLock { $0.hasWork = true }
            work.notifyAll()
        }
        requests = BoundedQueue(
            QueueDeclaration(.controlRequests, capacity: options.requestCapacity),
            registry: registry, time: time, wakeUp: announce)
        facts = BoundedQueue(
            QueueDeclaration(.controlFacts, capacity: options.factCapacity),
            registry: registry, time: time, wakeUp: announce)
        telemetryQueue = BoundedQueue(
            QueueDeclaration(.telemetryReceived, capacity: options.telemetryCapacity),
            registry: registry, time: time)
        ownTelemetry = TelemetrySender(
            capacity: QueuePolicy.telemetryOutgoing.capacity, registry: registry, time: time,
            wakeUp: {})
        health = Mutex(HealthWatch(registry, source: options.source))
        census = EventCensus(registry, source: options.source)
        replies = BoundedQueue(
            QueueDeclaration(.controlReplies, capacity: options.outgoingCapacity),
            registry: registry, time: time, wakeUp: { sending() })
        events = BoundedQueue(
            QueueDeclaration(.eventsOutgoing, capacity: options.outgoingCapacity),
            registry: registry, time: time, wakeUp: { sending() })
        publication = Mutex(
            Publication(history: EventHistory(capacity: options.historyCapacity)))
        receiver = Mutex(FactReceiver(coordinatorEpoch: epoch, marks: marks))
    }

    // MARK: Receiving

    /// The next request or fact; facts first, since commands may depend on them. Blocks until there
    /// is one; nil at the deadline, when `interrupt` was called, or once stopped. Requests whose
    /// deadline has passed are answered "expired" before they are seen here, queries are not seen at all.
    public func next(until deadline: MonotonicInstant) -> CoordinatorWork? {
        while true {
            if let fact = facts.pop() { return .fact(fact) }
            while let request = requests.pop() {
                guard expire(request) else { return .request(request) }
                if case .command = request.ask { return .expired(request) }
            }
            if isStopping.load(ordering: .acquiring) { return nil }
            let isInterrupted: Bool? = work.wait(until: deadline) { signal in
                guard signal.hasWork || signal.isInterrupted else { return nil }
                defer { signal = Signal() }
                return signal.isInterrupted
            }
            guard isInterrupted == false else { return nil }
        }
    }

    /// Makes a `next` that waits return nil, so that its thread can look at something else.
    public func interrupt() {
        work.withLock { $0.isInterrupted = true }
        work.notifyAll()
    }

    /// The next observation; never an input of a decision. Nobody needs to call this.
    public func nextTelemetry(until deadline: MonotonicInstant) -> Envelope? {
        telemetryQueue.pop(until: deadline)
    }

    private func expire(_ request: IncomingRequest) -> Bool {
        let now = time.now()
        guard now >= request.deadline else { return false }
        metrics.expired.add()
        request.reply(.expired(Expired(lateByNanoseconds: (now - request.deadline).count)))
        return true
    }

    // MARK: Publishing

    /// From now until `releaseSending` events and answers gather, and the sending thread sleeps on.
    /// For the deciding thread, around a burst of a few milliseconds.
    public func holdSending() { sending.hold() }

    /// Lets everything go out that gathered.
    public func releaseSending() { sending.release() }

    /// Ends the start: beats begin and requests are let in. Nothing is published before.
    public func open(version: StateVersion) {
        publication.withLock {
            $0.version = version
            $0.isOpen = true
        }
        wakeUp()
    }

    /// Says something happened and, where given, that the state now has `version`. Events go out
    /// in the order of these calls. `producer` is the process it happened in, where that is another.
    /// Never blocks. Throws what cannot be encoded; then nothing went out and no sequence was used.
    @discardableResult
    public func publish(
        _ kind: Event.Kind, operationID: String = "", runID: String = "",
        coalescingKey: String = "", collapsedCount: UInt64 = 0, version: StateVersion? = nil,
        producer: String = ""
    ) throws(WireError) -> UInt64 {
        let result = publication.withLock { publication -> Result<UInt64, WireError> in
            let sequence = publication.history.headSequence + 1
            var envelope = stamper.stamp(.events, sequence: sequence, .event(Event(kind: kind)))
            envelope.operationId = operationID
            envelope.runId = runID
            envelope.producer = producer
            envelope.coalescingKey = coalescingKey
            envelope.collapsedCount = collapsedCount
            let bytes: [UInt8]
            do throws(WireError) {
                bytes = try envelope.encoded()
            } catch {
                return .failure(error)
            }
            publication.history.append(envelope.sequenced(kind), byteCount: bytes.count)
            if let version { publication.version = version }
            events.push(bytes)
            return .success(sequence)
        }
        metrics.published.add()
        if producer.isEmpty { census.countOwn(kind.name) }
        return try result.get()
    }

    /// The last published sequence; what a `SnapshotReply` made now includes.
    public var headSequence: UInt64 { publication.withLock { $0.history.headSequence } }

    // MARK: Answering

    func reply(_ answer: Reply.Answer, to request: IncomingRequest) {
        var envelope = stamper.stamp(.replies, .reply(Reply(answer: answer)))
        envelope.requestId = request.requestID
        envelope.operationId = request.operationID
        send(envelope, to: request.peer)
    }

    func acknowledge(_ mark: FactMark) {
        guard let ack = receiver.withLock({ $0.done(mark) }) else { return }
        sendAck(ack, to: mark.source)
    }

    func sendAck(_ ack: FactAck, to source: String) {
        guard let peer = factPeers.withLock({ $0[source] }) else { return }
        send(stamper.stamp(.acknowledgements, .factAck(ack)), to: peer)
    }

    func send(_ envelope: Envelope, to peer: PeerAddress) {
        do {
            replies.push(Outgoing(peer: peer, bytes: try envelope.encoded()))
        } catch {
            metrics.replyFailures.add()
            logger.error("reply dropped", metadata: ["reason": "\(error)"])
        }
    }

    /// Stops receiving, closes the sockets and removes their files. Blocks until it is done.
    public func stop() {
        isStopping.store(true, ordering: .releasing)
        wakeUp()
        interrupt()
        thread.withLock { $0 }?.join()
    }
}

/// Hands a port, which belongs to one thread at a time, from the thread that opens it to the one
/// that uses it from then on.
final class PortBox<Wrapped>: @unchecked Sendable {
    // Sendable because the opening thread never touches the port after the other one has started.
    let port: Wrapped
    init(_ port: Wrapped) { self.port = port }
}

extension Envelope {
    /// The event as `GetEventsSince` answers it.
    func sequenced(_ kind: Event.Kind) -> SequencedEvent {
        SequencedEvent(
            sequence: sequence, createdMonotonicNanoseconds: createdMonotonicNanoseconds,
            createdWallNanoseconds: createdWallNanoseconds, operationId: operationId,
            runId: runId, event: Event(kind: kind), producer: producer,
            queue: kind.declaration.queue.rawValue)
    }
}
