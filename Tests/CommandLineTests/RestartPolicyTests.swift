import Common
import Testing

@testable import CommandLineTool

@Suite struct RestartPolicyTests {
    private func instant(_ seconds: Double) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: Int64(seconds * 1e9))
    }

    @Test func singleDeathsCostTwentyMilliseconds() {
        var policy = RestartPolicy()
        for second in stride(from: 0.0, to: 300, by: 3) {
            #expect(policy.pauseAfterDeath(at: instant(second)) == .milliseconds(20))
            #expect(!policy.isInCrashLoop)
        }
    }

    @Test func aCrashLoopSlowsDownToFiveSeconds() {
        var policy = RestartPolicy()
        var now = 0.0
        var pauses: [Int64] = []
        for _ in 0..<16 {
            let pause = policy.pauseAfterDeath(at: instant(now))
            pauses.append(pause.count / 1_000_000)
            now += pause.seconds + 0.01
        }
        #expect(pauses.prefix(8) == [20, 20, 20, 20, 40, 80, 160, 320])
        #expect(pauses.max() == 5000)
    }

    @Test func tenQuietSecondsEndACrashLoop() {
        var policy = RestartPolicy()
        for step in 0..<10 { _ = policy.pauseAfterDeath(at: instant(Double(step) * 0.1)) }
        #expect(policy.isInCrashLoop)
        #expect(policy.pauseAfterDeath(at: instant(30)) == .milliseconds(20))
        #expect(!policy.isInCrashLoop)
    }
}
