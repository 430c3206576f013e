import Common
import Foundation
import Synchronization
public import Testing

/// Tests whose subject is real time: real processes against a card's clock.
///
/// Such a test says nothing about the software while the machine gives it no processor. A witness on
/// each processor therefore sleeps beside it: where the test fails, and a witness has overslept, the
/// test is run again, twice at most. A failure on a machine that had time counts at once, and so does
/// a third one.
public struct RealTime: TestTrait, SuiteTrait, TestScoping {
    /// Every test of the suite by itself.
    public let isRecursive = true

    private static let attemptsMax = 3

    /// Runs one test, as often as it takes for a verdict.
    public func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        guard testCase != nil else { return try await function() }
        for attempt in 1..<Self.attemptsMax {
            let witness = HostWitness()
            defer { witness.stop() }
            let isVoid = Mutex(false)
            try await withKnownIssue("the machine had no time", isIntermittent: true) {
                try await function()
            } matching: { _ in
                guard witness.hadNoTime else { return false }
                isVoid.withLock { $0 = true }
                return true
            }
            guard isVoid.withLock({ $0 }) else { return }
            print(
                "attempt \(attempt) is void: a sleep lasted \(witness.longest) longer than asked for"
            )
        }
        try await function()
    }
}

extension Trait where Self == RealTime {
    /// The test needs a machine that has time for it.
    public static var realTime: Self { RealTime() }
}

/// A thread on each processor that only sleeps, and notes how much longer it slept than it wanted to.
final class HostWitness: Sendable {
    private struct State {
        var longest = Nanoseconds.zero
        var isStopped = false
    }

    private let state = Monitor(State())

    /// Half a slot at 50 frames/s: longer than a healthy scheduler lets a thread wait that has slept
    /// all the time, and enough to make a lane late that has nothing in hand.
    private static let limit = Nanoseconds.milliseconds(10)

    init() {
        for processor in 0..<ProcessInfo.processInfo.activeProcessorCount { watch(processor) }
    }

    /// One thread alone would only see the processor that the scheduler chose for it.
    private func watch(_ processor: Int) {
        let state = state
        let time = SystemTimeSource()
        WorkerThread.start(named: "witness") {
            Self.stay(on: processor)
            while true {
                let wanted = time.now() + .milliseconds(5)
                time.sleep(until: wanted)
                let late = time.now() - wanted
                let isStopped = state.withLock { state in
                    state.longest = max(state.longest, late)
                    return state.isStopped
                }
                if isStopped { return }
            }
        }
    }

    var longest: Nanoseconds { state.withLock { $0.longest } }
    var hadNoTime: Bool { longest > Self.limit }

    func stop() { state.withLock { $0.isStopped = true } }

    private typealias SetAffinity = @convention(c) (pid_t, Int, UnsafeRawPointer) -> Int32

    /// Keeps the calling thread on one processor; where that is refused it watches whichever it gets.
    /// The call is a GNU extension, which the Glibc module leaves out.
    private static func stay(on processor: Int) {
        guard let symbol = dlsym(nil, "sched_setaffinity") else { return }
        let setAffinity = unsafeBitCast(symbol, to: SetAffinity.self)
        var set = [UInt8](repeating: 0, count: 128)
        set[processor / 8] = 1 << UInt8(processor % 8)
        _ = setAffinity(0, set.count, set)
    }
}
