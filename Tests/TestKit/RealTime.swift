import Common
import Synchronization
public import Testing

/// Tests whose subject is real time: real processes against a card's clock.
///
/// Such a test says nothing about the software while the machine gives it no processor. A witness
/// therefore sleeps beside it: where the test fails, and the witness has overslept, the test is run
/// again, twice at most. A failure on a machine that had time counts at once, and so does a third one.
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

/// A thread that only sleeps, and notes how much longer it slept than it wanted to.
final class HostWitness: Sendable {
    private struct State {
        var longest = Nanoseconds.zero
        var isStopped = false
    }

    private let state = Monitor(State())

    /// Longer than any healthy scheduler lets a thread wait that has slept all the time.
    private static let limit = Nanoseconds.milliseconds(25)

    init() {
        let state = state
        let time = SystemTimeSource()
        WorkerThread.start(named: "witness") {
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
}
