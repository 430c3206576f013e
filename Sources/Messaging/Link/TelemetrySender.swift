public import Common
public import Proto

/// Sends observations: the newest of each key, when there is room, else counted as dropped.
/// Nothing may depend on them. Any thread; never blocks, and fails without anybody noticing.
public final class TelemetrySender: Sendable {
    struct Item: Sendable {
        let sample: Telemetry.Sample
        let operationID: String
    }

    let queue: CoalescingQueue<String, Item>

    init(
        capacity: Int, registry: MetricsRegistry, time: any TimeSource,
        wakeUp: @escaping @Sendable () -> Void
    ) {
        queue = CoalescingQueue(
            .telemetryOutgoing, capacity: capacity, registry: registry, time: time,
            wakeUp: wakeUp)
    }

    /// Offers a sample under the key it coalesces by.
    @discardableResult
    public func send(
        _ sample: Telemetry.Sample, key: String, operationID: String = ""
    ) -> PushOutcome {
        queue.push(Item(sample: sample, operationID: operationID), for: key)
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
