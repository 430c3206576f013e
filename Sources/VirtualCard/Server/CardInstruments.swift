internal import Common

/// The card's metrics. Any thread reads; the card thread writes.
struct CardInstruments {
    let attached: Gauge
    let malformed: Counter
    private let ticks: Counter
    private let held: Counter
    private let missed: Counter
    private let results: [CardResult: Counter]
    private let lateness: Histogram

    init(registry: MetricsRegistry, sinks: [Sink]) {
        attached = registry.gauge("card_attached", help: "1 while a playout is attached.")
        malformed = registry.counter(
            "card_malformed_packets_total", help: "Packets that were no messages.")
        ticks = registry.counter("card_ticks_total", help: "Ticks of the card's clock.")
        held = registry.counter(
            "card_held_ticks_total", help: "Ticks that showed the picture of an earlier one.")
        missed = registry.counter(
            "card_missed_ticks_total", help: "Ticks with an index and nothing queued for them.")
        var results: [CardResult: Counter] = [:]
        for result in CardResult.allCases {
            results[result] = registry.counter(
                "card_slots_total", help: "Scheduled slots by result.",
                labels: [("result", result.name)])
        }
        self.results = results
        lateness = registry.histogram(
            "card_tick_lateness_seconds", help: "How late after its instant a tick was done.",
            buckets: Histogram.frameBuckets)
        guard !sinks.isEmpty else { return }
        registry.register { Self.families(sinks) }
    }

    func count(_ result: CardResult) { results[result]?.add() }

    func count(_ record: TickRecord, isMissed: Bool, lateness span: Nanoseconds) {
        ticks.add()
        if record.isHeld { held.add() }
        if isMissed { missed.add() }
        lateness.observe(max(span.seconds, 0))
    }

    private static func families(_ sinks: [Sink]) -> [MetricsRegistry.Family] {
        let all = sinks.map { ($0.specification.description, $0.currentStatus) }
        func family(
            _ name: String, _ help: String, _ value: (SinkStatus) -> Int64
        ) -> MetricsRegistry.Family {
            MetricsRegistry.Family(
                name, help: help, kind: .counter,
                samples: all.map {
                    MetricsRegistry.Sample(labels: [("sink", $0.0)], value: Double(value($0.1)))
                })
        }
        return [
            family("card_sink_written_frames_total", "Frames handed to ffmpeg.") {
                $0.writtenCount
            },
            family("card_sink_dropped_frames_total", "Frames replaced by the one before.") {
                $0.droppedCount
            },
            family("card_sink_restarts_total", "Restarts of ffmpeg.") { $0.restartCount },
        ]
    }
}
