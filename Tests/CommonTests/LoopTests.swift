import Common
import Foundation
import Synchronization
import Testing

/// No loop dies in silence, and no pool exceeds its limit.
@Suite struct LoopTests {
    private struct Accident: Error, CustomStringConvertible { let description = "it fell over" }

    private func entry(_ name: String) -> LoopEntry? {
        LoopBoard.process.entries.first { $0.name == name }
    }

    private func waits(_ condition: () -> Bool) -> Bool {
        let limit = Date().addingTimeInterval(20)
        while Date() < limit {
            if condition() { return true }
            usleep(2_000)
        }
        return condition()
    }

    @Test func `a loop that dies is started again in place, and everybody can see why`() {
        let name = "dies-\(UInt16.random(in: 0 ... .max))"
        let turns = Atomic<Int>(0)
        let isEnding = Atomic<Bool>(false)
        let causes = Mutex<[String]>([])
        let thread = WorkerThread.start(
            named: name, owner: "tests", .degrading,
            onDeath: { cause in causes.withLock { $0.append(cause) } }
        ) {
            guard turns.add(1, ordering: .relaxed).newValue > 3 else { throw Accident() }
            while !isEnding.load(ordering: .relaxed) { usleep(1_000) }
        }
        #expect(waits { entry(name)?.restarts == 3 && entry(name)?.state == .running })
        let found = entry(name)
        #expect(found?.lastError == "it fell over" && found?.owner == "tests")
        #expect(found?.criticality == .degrading && (found?.thread ?? 0) > 0)
        #expect(causes.withLock { $0 } == ["it fell over", "it fell over", "it fell over"])
        isEnding.store(true, ordering: .relaxed)
        #expect(thread.join(until: SystemTimeSource().now() + .seconds(20)))
        #expect(entry(name) == nil, "one that ended in order is gone")
    }

    /// Nice value and real-time priority of the calling thread (proc_pid_stat(5), fields 19 and 40).
    private static func scheduling() throws -> (nice: Int, realtime: Int) {
        let text = try String(contentsOfFile: "/proc/thread-self/stat", encoding: .utf8)
        let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
        return (Int(fields[17]) ?? 99, Int(fields[38]) ?? 99)
    }

    @Test func `a thread has the priority it was started with, though nobody asks`() throws {
        func started(_ priority: ThreadPriority) throws -> (nice: Int, realtime: Int)? {
            let found = Mutex<(nice: Int, realtime: Int)?>(nil)
            let thread = WorkerThread.start(named: "urgent", owner: "tests", priority: priority) {
                let scheduling = try Self.scheduling()
                found.withLock { $0 = scheduling }
            }
            #expect(thread.join(until: SystemTimeSource().now() + .seconds(20)))
            return found.withLock { $0 }
        }
        let own = try Self.scheduling()
        #expect(try started(.normal)?.nice == own.nice)
        #expect(try started(.background)?.nice == 10)
        // Where the system refuses, a thread that asks for it by itself hears so.
        let isAllowed = Mutex(false)
        let asking = WorkerThread.start(named: "asking", owner: "tests") {
            let isGranted = ThreadPriority.realtime(7).adopt()
            isAllowed.withLock { $0 = isGranted }
        }
        #expect(asking.join(until: SystemTimeSource().now() + .seconds(20)))
        #expect(try started(.realtime(7))?.realtime == (isAllowed.withLock { $0 } ? 7 : 0))
    }

    @Test func `a critical loop that dies ends its process`() async {
        await #expect(processExitsWith: .exitCode(70)) {
            WorkerThread.start(named: "heart", owner: "tests", .critical) { throw Accident() }
            sleep(60)
        }
    }

    @Test func `what a process says of its loops can be read beside it, while it lives`() throws {
        let folder = NSTemporaryDirectory() + "holdover-loops-\(UInt32.random(in: 0 ... .max))"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let paths = InstancePaths(
            instance: "t", environment: ["RUNTIME_DIRECTORY": folder, "STATE_DIRECTORY": folder])
        try paths.create()
        LoopBoard.process.publish(as: "tests", in: paths)
        // Another thread that comes or goes just then may be the one that writes it.
        #expect(waits { LoopReport.read("tests", paths) != nil })
        let report = try #require(LoopReport.read("tests", paths))
        #expect(report.pid == getpid() && report.loops.contains { $0.name == "main" })
        #expect(LoopReport.read("nobody", paths) == nil)
        // Of a process that has ended nothing runs any more.
        let text = try String(contentsOfFile: paths.loops("tests"), encoding: .utf8)
        try text.replacing("\"pid\":\(getpid())", with: "\"pid\":\(Int32.max)")
            .write(toFile: paths.loops("gone"), atomically: true, encoding: .utf8)
        #expect(LoopReport.read("gone", paths) == nil)
    }

    @Test func `ten times as much never exceeds a pool`() {
        let registry = MetricsRegistry()
        let pool = PoolMeter(.hooks, limit: 4, registry: registry)
        let inside = Atomic<Int>(0)
        let most = Atomic<Int>(0)
        let admitted = Atomic<Int>(0)
        let threads = (0..<40).map { number in
            WorkerThread.start(named: "offer-\(number)", owner: "tests", .cosmetic) {
                for _ in 0..<50 {
                    guard let place = pool.enter() else {
                        usleep(100)
                        continue
                    }
                    most.max(inside.add(1, ordering: .relaxed).newValue, ordering: .relaxed)
                    usleep(200)
                    inside.subtract(1, ordering: .relaxed)
                    admitted.add(1, ordering: .relaxed)
                    place.leave()
                }
            }
        }
        for thread in threads { thread.join() }
        #expect(most.load(ordering: .relaxed) <= 4 && pool.highWater <= 4)
        #expect(pool.inFlight == 0)
        #expect(UInt64(admitted.load(ordering: .relaxed)) + pool.refused == 2_000)
        let text = registry.render()
        for series in ["pool_in_flight{pool=\"hooks\"} 0", "pool_limit{pool=\"hooks\"} 4"] {
            #expect(text.contains("holdover_" + series), "\(series)")
        }
    }

    @Test func aPlaceIsGivenBackOnceWhateverItsHolderDoes() {
        let pool = PoolMeter(.hooks, limit: 2, registry: MetricsRegistry())
        let first = pool.enter()
        first?.leave()
        first?.leave()
        #expect(pool.inFlight == 0, "twice is once")
        var forgotten = pool.enter()
        let other = pool.enter()
        #expect(forgotten != nil && other != nil && pool.enter() == nil)
        forgotten = nil
        #expect(pool.inFlight == 1, "who forgets it gives it back")
        #expect(pool.enter() != nil && pool.refused == 1)
        withExtendedLifetime(other) {}
    }

    @Test func oneThreadOwnsADeviceUntilItHandsItOver() {
        let device = Owned()
        #expect(device.claims() && device.claims())
        func elsewhere() -> Bool {
            let answer = Monitor(false)
            WorkerThread.start(named: "other", owner: "tests", .cosmetic) {
                let isOwner = device.claims()
                answer.withLock { $0 = isOwner }
            }.join()
            return answer.withLock { $0 }
        }
        #expect(!elsewhere(), "another thread's call is a mistake")
        device.owner.handOver()
        #expect(elsewhere(), "unless it was handed over")
        #expect(!device.claims(), "and then it is no longer ours")
    }

    private final class Owned: Sendable {
        let owner = OwnerThread("a test's device")
        func claims() -> Bool { owner.claim() }
    }
}
