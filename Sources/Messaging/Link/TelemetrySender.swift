public import Common
public import Proto

/// Sends observations: the newest of each key, when there is room, else counted as dropped.
/// Nothing may depend on them. Any thread; never blocks, and fails without anybody noticing.
public final class TelemetrySender: Sendable {
    struct Item: Sendable {
        let sample: Telemetry.Sample
        let operationID: String
        /// When it happened: a request that was asked for later may leave earlier.
        let monotonic: MonotonicInstant
        let wall: Int64
    }

    let queue: CoalescingQueue<String, Item>
    private let time: any TimeSource

    init(
        capacity: Int, registry: MetricsRegistry, time: any TimeSource,
        wakeUp: @escaping @Sendable () -> Void
    ) {
        self.time = time
        queue = CoalescingQueue(
            .telemetryOutgoing, capacity: capacity, registry: registry, time: time,
            wakeUp: wakeUp)
    }

    /// Offers a sample under the key it coalesces by.
    @discardableResult
    public func send(
        _ sample: Telemetry.Sample, key: String, operationID: String = ""
    ) -> PushOutcome {
        let item = Item(
            sample: sample, operationID: operationID, monotonic: time.now(),
            wall: time.wallNanoseconds())
        return queue.push(item, for: key)
    }

    /// Offers an observation-only event.
    @discardableResult
    public func observe(
        _ kind: Event.Kind, key: String? = nil, operationID: String = ""
    ) -> PushOutcome {
        send(.observation(Event(kind: kind)), key: key ?? kind.name, operationID: operationID)
    }
}

extension TelemetrySender {
    /// The queue's numbers now.
    public var queueSnapshot: QueueSnapshot { queue.snapshot() }
}

extension EnvelopeStamper {
    /// The envelope of an observation, as of when it was made.
    func stamp(_ item: CoalescingQueue<String, TelemetrySender.Item>.Item) -> Envelope {
        var envelope = stamp(.telemetry, .telemetry(Telemetry(sample: item.element.sample)))
        envelope.createdMonotonicNanoseconds = item.element.monotonic.nanoseconds
        envelope.createdWallNanoseconds = item.element.wall
        envelope.operationId = item.element.operationID
        envelope.coalescingKey = item.key
        envelope.collapsedCount = UInt64(item.collapsedCount)
        return envelope
    }
}
