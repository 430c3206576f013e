import Common
import Proto
import Testing

@testable import Messaging

/// What a process says of its own queues.
@Suite("Health of queues") struct HealthWatchTests {
    private let registry = MetricsRegistry()
    private let queue: BoundedQueue<Int>

    init() {
        queue = BoundedQueue(
            QueueDeclaration("test.queue", capacity: 2, overflow: .dropNewest), registry: registry)
    }

    private func names(_ findings: [HealthWatch.Finding]) -> [String] {
        findings.map { finding in
            switch finding {
            case .sample(.observation(let event), let key): "\(event.kind?.name ?? "") \(key)"
            case .sample(.timing, let key): "timing \(key)"
            case .sample(.queueDepth(let depth), let key): "depth \(depth.depth) \(key)"
            case .sample(.heartbeat, let key): "heartbeat \(key)"
            case .failed(let failure): "failed \(failure.queue): \(failure.error)"
            }
        }
    }

    @Test("Depth and handling time are told when they change, and only then")
    func changes() {
        var watch = HealthWatch(registry, source: "test")
        #expect(names(watch.look()).isEmpty)
        queue.push(1)
        #expect(names(watch.look()) == ["depth 1 depth.test.queue"])
        #expect(names(watch.look()).isEmpty)
        _ = queue.dispatch(until: .distantFuture) { _ in }
        #expect(
            names(watch.look()) == ["depth 0 depth.test.queue", "timing queue.test.queue"])
        #expect(names(watch.look()).isEmpty)
    }

    @Test("A queue that drops is a warning, once, taken back when it has been quiet")
    func warning() {
        var watch = HealthWatch(registry, source: "test")
        let key = "warning.test test.queue.queue-dropping"
        for _ in 0..<5 { queue.push(1) }
        #expect(names(watch.look()).contains("subsystem_warning_raised \(key)"))
        queue.push(1)
        #expect(!names(watch.look()).contains { $0.hasPrefix("subsystem_warning") })
        for _ in 1..<HealthWatch.quietLooksMax { #expect(names(watch.look()).isEmpty) }
        #expect(names(watch.look()) == ["subsystem_warning_cleared \(key)"])
        #expect(names(watch.look()).isEmpty)
        queue.close()
        queue.push(1)
        #expect(names(watch.look()).isEmpty, "a closed queue drops as it should")
    }

    @Test("A handler that throws is told of with what it said")
    func failure() {
        var watch = HealthWatch(registry, source: "test")
        queue.push(1)
        _ = queue.dispatch(until: .distantFuture) { _ in
            throw TransportError.alreadyBound(path: "x")
        }
        let told = names(watch.look()).filter { $0.hasPrefix("failed") }
        #expect(told.count == 1 && told[0].contains("test.queue"), "\(told)")
        #expect(!names(watch.look()).contains { $0.hasPrefix("failed") })
    }

    @Test("A timing sample has number, mean and the bounds of what was measured between two looks")
    func timing() throws {
        let histogram = Histogram(buckets: [0.001, 0.01, 0.1])
        histogram.observe(0.05)
        let before = TimingTotals(histogram)
        #expect(before.sample(since: before, metric: "m") == nil)
        histogram.observe(0.002)
        histogram.observe(0.004)
        let sample = try #require(TimingTotals(histogram).sample(since: before, metric: "m"))
        #expect(sample.count == 2 && abs(Int64(sample.meanNanoseconds) - 3_000_000) < 10)
        #expect(sample.minimumNanoseconds == 1_000_000)
        #expect(sample.maximumNanoseconds == 10_000_000)
        histogram.observe(3)
        let slow = try #require(TimingTotals(histogram).sample(since: before, metric: "m"))
        #expect(slow.maximumNanoseconds >= 1_000_000_000)
    }
}
