internal import Synchronization

/// One process's metrics, rendered in the Prometheus text format 0.0.4. Any thread.
///
/// Names are given without the `holdover_` prefix. Instruments are registered once and kept;
/// values that live elsewhere are read at scrape time by collectors.
public final class MetricsRegistry: Sendable {
    /// The kind of a family.
    public enum Kind: String, Sendable { case counter, gauge, histogram }

    /// One labelled value of a family.
    public struct Sample: Sendable {
        let labels: [(String, String)]
        let value: Value
        enum Value: Sendable {
            case number(@Sendable () -> Double)
            case histogram(Histogram)
        }
        /// A value read now.
        public init(labels: [(String, String)] = [], value: Double) {
            self.labels = labels
            self.value = .number { value }
        }
        init(labels: [(String, String)], reading: @escaping @Sendable () -> Double) {
            self.labels = labels
            self.value = .number(reading)
        }
        init(labels: [(String, String)], histogram: Histogram) {
            self.labels = labels
            self.value = .histogram(histogram)
        }
    }

    /// A family read at scrape time.
    public struct Family: Sendable {
        let name: String
        let help: String
        let kind: Kind
        let samples: [Sample]
        /// Makes a family; `name` without prefix (`process_…` names stay unprefixed).
        public init(_ name: String, help: String, kind: Kind, samples: [Sample]) {
            self.name = name
            self.help = help
            self.kind = kind
            self.samples = samples
        }
    }

    private struct State {
        var families: [String: Family] = [:]
        var queues: [any MeasuredQueue] = []
        var collectors: [@Sendable () -> [Family]] = []
    }
    private let state = Mutex(State())

    /// Makes an empty registry.
    public init() {}

    /// Registers and returns a counter. Same name and other labels: another sample of the family.
    public func counter(
        _ name: String, help: String, labels: [(String, String)] = []
    ) -> Counter {
        let counter = Counter()
        add(
            name, help, .counter,
            Sample(labels: labels, reading: { Double(counter.value) }))
        return counter
    }

    /// Registers and returns a gauge.
    public func gauge(_ name: String, help: String, labels: [(String, String)] = []) -> Gauge {
        let gauge = Gauge()
        add(name, help, .gauge, Sample(labels: labels, reading: { gauge.value }))
        return gauge
    }

    /// Registers and returns a histogram.
    public func histogram(
        _ name: String, help: String, buckets: [Double], labels: [(String, String)] = []
    ) -> Histogram {
        let histogram = Histogram(buckets: buckets)
        add(name, help, .histogram, Sample(labels: labels, histogram: histogram))
        return histogram
    }

    /// Registers families computed at each scrape. Must not block.
    public func register(collector: @escaping @Sendable () -> [Family]) {
        state.withLock { $0.collectors.append(collector) }
    }

    /// Registers a queue's series; queues do this themselves.
    public func register(queue: any MeasuredQueue) {
        state.withLock { $0.queues.append(queue) }
    }

    /// Every registered queue, in the order of their making.
    public var queues: [any MeasuredQueue] { state.withLock { $0.queues } }

    /// The numbers of every registered queue, for status reports.
    public func queueSnapshots() -> [QueueSnapshot] { queues.map { $0.snapshot() } }

    private func add(_ name: String, _ help: String, _ kind: Kind, _ sample: Sample) {
        state.withLock { state in
            let samples = (state.families[name]?.samples ?? []) + [sample]
            state.families[name] = Family(name, help: help, kind: kind, samples: samples)
        }
    }

    /// The whole exposition.
    public func render() -> String {
        let (own, queues, collectors) = state.withLock {
            (Array($0.families.values), $0.queues, $0.collectors)
        }
        var families = own + Self.families(of: queues)
        for collector in collectors { families += collector() }
        var text = ""
        for family in Self.merged(families) { Self.write(family, to: &text) }
        return text
    }

    /// Collectors may each bring samples of one family; the format wants a family in one block.
    private static func merged(_ families: [Family]) -> [Family] {
        var byName: [String: Family] = [:]
        for family in families {
            let samples = (byName[family.name]?.samples ?? []) + family.samples
            byName[family.name] = Family(
                family.name, help: family.help, kind: family.kind, samples: samples)
        }
        return byName.values.sorted { $0.name < $1.name }
    }

    private static func write(_ family: Family, to text: inout String) {
        let name = family.name.hasPrefix("process_") ? family.name : "holdover_\(family.name)"
        text +=
            "# HELP \(name) \(escapedHelp(family.help))\n# TYPE \(name) \(family.kind.rawValue)\n"
        for sample in family.samples {
            switch sample.value {
            case .number(let read):
                text += "\(name)\(labels(sample.labels)) \(number(read()))\n"
            case .histogram(let histogram):
                let (cumulative, count, sum) = histogram.read()
                for (bound, value) in zip(histogram.buckets, cumulative) {
                    text +=
                        "\(name)_bucket\(labels(sample.labels + [("le", number(bound))])) \(value)\n"
                }
                text += "\(name)_bucket\(labels(sample.labels + [("le", "+Inf")])) \(count)\n"
                text += "\(name)_sum\(labels(sample.labels)) \(number(sum))\n"
                text += "\(name)_count\(labels(sample.labels)) \(count)\n"
            }
        }
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if value == value.rounded(), abs(value) < 1e15 { return "\(Int64(value))" }
        return "\(value)"
    }

    private static func labels(_ labels: [(String, String)]) -> String {
        guard !labels.isEmpty else { return "" }
        let pairs = labels.map { name, value in
            var escaped = ""
            for character in value {
                switch character {
                case "\\": escaped += "\\\\"
                case "\"": escaped += "\\\""
                case "\n": escaped += "\\n"
                default: escaped.append(character)
                }
            }
            return "\(name)=\"\(escaped)\""
        }
        return "{\(pairs.joined(separator: ","))}"
    }

    private static func escapedHelp(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\\n")
    }
}
