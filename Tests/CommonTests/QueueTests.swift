import Common
import TestKit
import Testing

@Suite struct QueueTests {
    let registry = MetricsRegistry()
    let clock = ManualTimeSource()

    private func queue(_ overflow: OverflowPolicy, capacity: Int = 3) -> BoundedQueue<Int> {
        BoundedQueue(
            QueueDeclaration("test", capacity: capacity, overflow: overflow), registry: registry,
            time: clock)
    }

    @Test func `items come out in the order they went in`() {
        let queue = queue(.reject)
        for item in 1...3 { #expect(queue.push(item) == .accepted) }
        #expect([queue.pop(), queue.pop(), queue.pop(), queue.pop()] == [1, 2, 3, nil])
    }

    @Test func `a stalled consumer shows depth, age and then counted drops`() {
        let queue = queue(.reject)
        for item in 1...3 { queue.push(item) }
        clock.advance(by: .seconds(5))
        #expect(queue.push(4) == .rejected)
        let reading = queue.snapshot()
        #expect(reading.depth == 3 && reading.capacity == 3 && reading.highWater == 3)
        #expect(reading.oldestAge == .seconds(5))
        #expect(reading.dropped["rejected"] == 1)
        #expect(reading.addsUp)
    }

    @Test func `handling lasts until the consumer comes back for more`() {
        let queue = queue(.reject)
        let latest = CoalescingQueue<String, Int>(
            "latest", capacity: 3, registry: registry, time: clock)
        for item in 1...2 {
            queue.push(item)
            latest.push(item, for: "\(item)")
        }
        for _ in 1...3 {
            _ = queue.pop()
            _ = latest.pop()
            clock.advance(by: .seconds(2))
        }
        for name in ["test", "latest"] {
            let series = "holdover_queue_dispatch_duration_seconds"
            #expect(registry.render().contains("\(series)_sum{queue=\"\(name)\"} 4"))
            #expect(registry.render().contains("\(series)_count{queue=\"\(name)\"} 2"))
        }
    }

    @Test func `each policy does what it says`() {
        let oldest = queue(.dropOldest)
        for item in 1...5 { oldest.push(item) }
        #expect([oldest.pop(), oldest.pop(), oldest.pop()] == [3, 4, 5])
        #expect(oldest.snapshot().dropped["oldest"] == 2)

        let newest = queue(.dropNewest)
        for item in 1...5 { newest.push(item) }
        #expect([newest.pop(), newest.pop(), newest.pop()] == [1, 2, 3])
        #expect(newest.snapshot().dropped["newest"] == 2)
        #expect(oldest.snapshot().addsUp && newest.snapshot().addsUp)
    }

    @Test func `waiting for room ends in a place or in a counted refusal`() {
        let queue = BoundedQueue<Int>(
            QueueDeclaration("wait", capacity: 1, overflow: .wait(.milliseconds(200))),
            registry: registry)
        #expect(queue.push(1) == .accepted)
        #expect(queue.push(2) == .rejected)
        #expect(queue.snapshot().dropped["timed_out"] == 1)
        let taker = WorkerThread.start(named: "taker") {
            _ = queue.pop(until: SystemTimeSource().now() + .seconds(5))
        }
        while queue.push(3) == .rejected {}
        taker.join()
        #expect(queue.pop() == 3)
        #expect(queue.snapshot().addsUp)
    }

    @Test func `a closed queue refuses, empties, and wakes its consumer`() {
        let queue = queue(.reject)
        queue.push(1)
        queue.close()
        #expect(queue.push(2) == .closed)
        #expect(queue.pop(until: .distantFuture) == 1)
        #expect(queue.pop(until: .distantFuture) == nil)
        #expect(queue.snapshot().addsUp)
    }

    @Test func `a handler that throws is counted and stops nothing`() {
        struct Broken: Error {}
        let queue = queue(.reject)
        queue.push(1)
        queue.push(2)
        guard case .failed = queue.dispatch(until: clock.now(), { _ in throw Broken() }) else {
            Issue.record("the failure was not reported")
            return
        }
        var second = 0
        let outcome = queue.dispatch(until: clock.now()) { second = $0 }
        #expect(outcome == .handled && second == 2)
        #expect(queue.snapshot().handlerFailures == 1)
    }

    @Test func `the latest value of each key survives, in the order the keys came`() {
        let queue = CoalescingQueue<String, Int>(
            "keys", capacity: 2, registry: registry, time: clock)
        queue.push(1, for: "a")
        queue.push(2, for: "b")
        queue.push(3, for: "a")
        #expect(queue.push(4, for: "c") == .rejected)
        #expect(queue.push(5, for: "b") == .coalesced)
        let items = [queue.pop(), queue.pop()].compactMap { $0 }
        #expect(items.map(\.key) == ["a", "b"])
        #expect(items.map(\.element) == [3, 5])
        #expect(items.map(\.collapsedCount) == [1, 1])
        let reading = queue.snapshot()
        #expect(reading.addsUp && reading.coalesced == 2 && reading.dropped["rejected"] == 1)
    }

    @Test func `under many threads every item is accounted for`() {
        let queue = BoundedQueue<Int>(
            QueueDeclaration("flood", capacity: 64, overflow: .dropOldest), registry: registry)
        let producers = (0..<4).map { number in
            WorkerThread.start(named: "producer\(number)") {
                for item in 0..<20_000 { queue.push(item) }
            }
        }
        let consumer = WorkerThread.start(named: "consumer") {
            while queue.pop(until: .distantFuture) != nil {}
        }
        for producer in producers { producer.join() }
        queue.close()
        consumer.join()
        let reading = queue.snapshot()
        #expect(reading.enqueued == 80_000)
        #expect(reading.addsUp && reading.highWater <= 64)
    }
}
