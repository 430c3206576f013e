internal import Common
internal import Proto
internal import Synchronization

/// Counts every event by its name, the process it happened in and the queue through which it left
/// there, as the coordinator meets them. What it publishes again for another process is counted once,
/// as the fact it came as. Any thread.
final class EventCensus: Sendable {
    /// What is counted apart.
    private struct Row: Hashable {
        let event: String
        let source: String
        let queue: EventDeclaration.Queue
    }

    /// Names of processes come from outside; beyond so many rows nothing new is counted.
    private static let rowCountMax = 1_024
    private let rows = Mutex<[Row: UInt64]>([:])
    private let own = Mutex<[String: UInt64]>([:])
    private let source: String

    /// Registers the series; `source` is the coordinator's own name.
    init(_ registry: MetricsRegistry, source: String) {
        self.source = source
        registry.register { [weak self] in self.map { [$0.family] } ?? [] }
    }

    /// Counts one that happened in the coordinator.
    func countOwn(_ name: String) { own.withLock { $0[name, default: 0] += 1 } }

    /// Counts a fact of another process; a report stands for each of its levels.
    func count(_ fact: Fact.Kind, from source: String) {
        guard case .statusReport(let report) = fact else {
            return count(fact.name, from: source, .facts)
        }
        for level in report.levels {
            if let kind = level.kind { count(kind.name, from: source, .facts) }
        }
    }

    /// Counts an observation.
    func count(_ sample: Telemetry.Sample, from source: String) {
        switch sample {
        case .heartbeat: break
        case .timing: count("timing_sample_recorded", from: source, .telemetry)
        case .queueDepth: count("queue_depth_changed", from: source, .telemetry)
        case .observation(let event):
            if let kind = event.kind { count(kind.name, from: source, .telemetry) }
        }
    }

    private func count(_ event: String, from source: String, _ queue: EventDeclaration.Queue) {
        let row = Row(event: event, source: source, queue: queue)
        rows.withLock { rows in
            guard rows.count < Self.rowCountMax || rows[row] != nil else { return }
            rows[row, default: 0] += 1
        }
    }

    private var family: MetricsRegistry.Family {
        let others = rows.withLock { $0 }.map { row, count in
            Self.sample(row.event, row.source, row.queue, count)
        }
        let published = own.withLock { $0 }.map { name, count in
            Self.sample(name, source, .events, count)
        }
        return MetricsRegistry.Family(
            "events_total",
            help: "Events by name, process they happened in, and queue they left it by.",
            kind: .counter, samples: others + published)
    }

    private static func sample(
        _ event: String, _ source: String, _ queue: EventDeclaration.Queue, _ count: UInt64
    ) -> MetricsRegistry.Sample {
        MetricsRegistry.Sample(
            labels: [("event", event), ("source", source), ("queue", queue.rawValue)],
            value: Double(count))
    }
}
