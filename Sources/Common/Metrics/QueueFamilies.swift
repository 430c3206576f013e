extension MetricsRegistry {
    /// The queue series, one sample a queue and family; each queue is read once.
    static func families(of queues: [any MeasuredQueue]) -> [Family] {
        let readings = queues.map { ($0.snapshot(), $0.dispatchDuration) }
        func family(
            _ name: String, _ help: String, _ kind: Kind, _ value: (QueueSnapshot) -> Double
        ) -> Family {
            Family(
                name, help: help, kind: kind,
                samples: readings.map {
                    Sample(labels: [("queue", $0.0.name)], value: value($0.0))
                })
        }
        guard !readings.isEmpty else { return [] }
        return [
            family("queue_depth", "Items waiting.", .gauge) { Double($0.depth) },
            family("queue_capacity", "The most items the queue holds.", .gauge) {
                Double($0.capacity)
            },
            family("queue_high_water", "The most items it has held since start.", .gauge) {
                Double($0.highWater)
            },
            family("queue_oldest_age_seconds", "Age of the oldest waiting item.", .gauge) {
                ($0.oldestAge ?? .zero).seconds
            },
            family("queue_enqueued_total", "Items offered to the queue.", .counter) {
                Double($0.enqueued)
            },
            family("queue_dispatched_total", "Items taken by the consumer.", .counter) {
                Double($0.dispatched)
            },
            family("queue_coalesced_total", "Items replaced by a newer value.", .counter) {
                Double($0.coalesced)
            },
            family("queue_handler_failures_total", "Handlers that failed.", .counter) {
                Double($0.handlerFailures)
            },
            Family(
                "queue_dropped_total", help: "Items lost, by reason.", kind: .counter,
                samples: readings.flatMap { reading in
                    reading.0.dropped.sorted { $0.key < $1.key }.map {
                        Sample(
                            labels: [("queue", reading.0.name), ("reason", $0.key)],
                            value: Double($0.value))
                    }
                }),
            Family(
                "queue_dispatch_duration_seconds", help: "How long handlers took.",
                kind: .histogram,
                samples: readings.map {
                    Sample(labels: [("queue", $0.0.name)], histogram: $0.1)
                }),
        ]
    }
}
