internal import Common
internal import Proto

/// Watches the queues of one process and says what has changed since the look before: depth, handling
/// time, handlers that failed, and a warning while a queue drops. Owned by whoever beats; a look
/// costs one short lock a queue.
struct HealthWatch: Sendable {
    /// One thing that changed.
    enum Finding: Sendable {
        /// For `telemetry`, under the key it coalesces by.
        case sample(Telemetry.Sample, key: String)
        /// A handler threw; nobody may miss it.
        case failed(HandlerFailed)
    }

    private struct Known {
        var depth = QueueDepthChanged()
        var timing = TimingTotals()
        var failures: UInt64 = 0
        /// Looks since it dropped last; nil while no warning stands.
        var quietLooks: Int?
    }

    /// A warning is taken back after so many looks without a drop.
    static let quietLooksMax = 5
    /// The stable name of the one warning a queue can give.
    static let droppingCode = "queue-dropping"

    private let registry: MetricsRegistry
    private let source: String
    private var known: [String: Known] = [:]
    private var measured: [String: TimingTotals] = [:]

    /// Watches the queues of `registry`; `source` is the process's name in envelopes.
    init(_ registry: MetricsRegistry, source: String) {
        self.registry = registry
        self.source = source
    }

    /// What changed since the last look. Never blocks.
    mutating func look() -> [Finding] { registry.queues.flatMap { look(at: $0) } }

    /// The sample of a measurement that belongs to no queue; nil when there was none since the last.
    mutating func look(at histogram: Histogram, metric: String) -> Finding? {
        let now = TimingTotals(histogram)
        defer { measured[metric] = now }
        return now.sample(since: measured[metric] ?? TimingTotals(), metric: metric)
            .map { .sample(.timing($0), key: metric) }
    }

    private mutating func look(at queue: any MeasuredQueue) -> [Finding] {
        let reading = queue.snapshot()
        var known = self.known[reading.name] ?? Known()
        var findings: [Finding] = []
        // The way by which this is told must not tell of itself, or it would never be quiet.
        if !reading.name.hasPrefix("telemetry.") {
            let depth = QueueDepthChanged(reading)
            if !depth.isAsDeep(as: known.depth) {
                findings.append(.sample(.queueDepth(depth), key: "depth.\(reading.name)"))
            }
            let timing = TimingTotals(queue.dispatchDuration)
            if let sample = timing.sample(since: known.timing, metric: "queue.\(reading.name)") {
                findings.append(.sample(.timing(sample), key: sample.metric))
            }
            known.timing = timing
        }
        if reading.handlerFailures > known.failures {
            findings.append(
                .failed(
                    HandlerFailed(
                        handler: source, queue: reading.name, error: reading.lastFailure,
                        total: reading.handlerFailures)))
        }
        if let warning = warning(reading, &known) { findings.append(warning) }
        known.failures = reading.handlerFailures
        known.depth = QueueDepthChanged(reading)
        self.known[reading.name] = known
        return findings
    }

    private func warning(_ reading: QueueSnapshot, _ known: inout Known) -> Finding? {
        let subsystem = "\(source) \(reading.name)"
        let key = "warning.\(subsystem).\(Self.droppingCode)"
        let dropped = reading.lostTotal
        if dropped > known.depth.droppedTotal {
            defer { known.quietLooks = 0 }
            guard known.quietLooks == nil else { return nil }
            let event = SubsystemWarningRaised(
                subsystem: subsystem, code: Self.droppingCode,
                text: "\(reading.name) cannot take all it is given: \(dropped) dropped so far")
            return .sample(
                .observation(Event(kind: .subsystemWarningRaised(event))), key: key)
        }
        guard let quiet = known.quietLooks else { return nil }
        known.quietLooks = quiet + 1
        guard quiet + 1 >= Self.quietLooksMax else { return nil }
        known.quietLooks = nil
        let event = SubsystemWarningCleared(subsystem: subsystem, code: Self.droppingCode)
        return .sample(.observation(Event(kind: .subsystemWarningCleared(event))), key: key)
    }
}

extension QueueSnapshot {
    /// What was given up while the queue was open.
    fileprivate var lostTotal: UInt64 { droppedTotal - (dropped["closed"] ?? 0) }
}

extension QueueDepthChanged {
    fileprivate init(_ reading: QueueSnapshot) {
        self.init(
            queue: reading.name, depth: UInt64(reading.depth), capacity: UInt64(reading.capacity),
            highWater: UInt64(reading.highWater), droppedTotal: reading.lostTotal,
            coalescedTotal: reading.coalesced,
            oldestAgeNanoseconds: UInt64(max(reading.oldestAge?.count ?? 0, 0)))
    }

    /// Whether nothing that counts items differs; an age always does.
    fileprivate func isAsDeep(as other: QueueDepthChanged) -> Bool {
        depth == other.depth && highWater == other.highWater
            && droppedTotal == other.droppedTotal && coalescedTotal == other.coalescedTotal
    }
}
