import Common
@testable import Coordinator
import Proto
import Testing

/// Changes that came too late under an idempotency key.
@Suite("Expired changes")
struct ExpiredChangesTests {
    private func at(_ seconds: Int64) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: seconds * 1_000_000_000)
    }

    private func command(_ key: String) -> Command {
        Command(operationId: "op-" + key, idempotencyKey: key)
    }

    @Test("One that is not asked again is told once, after a while; one that is, never")
    func patience() {
        var expired = ExpiredChanges()
        expired.add(command("a"), late: .milliseconds(3), at: at(100))
        expired.add(command("b"), late: .milliseconds(4), at: at(101))
        // Late twice is one request still.
        expired.add(command("a"), late: .milliseconds(5), at: at(102))
        expired.settle("b")
        #expect(expired.nextDue == at(112))
        #expect(expired.takeDue(at: at(111)) == nil)
        let told = expired.takeDue(at: at(112))
        #expect(told?.command.operationId == "op-a" && told?.late == .milliseconds(5))
        #expect(expired.takeDue(at: at(999)) == nil && expired.nextDue == .distantFuture)
    }

    @Test("A storm of them is told early rather than kept without bound")
    func bounded() {
        var expired = ExpiredChanges()
        for number in 0..<5_000 {
            expired.add(command("\(number)"), late: .zero, at: at(100))
            while expired.takeDue(at: at(100)) != nil {}
        }
        var left = 0
        while expired.takeDue(at: at(200)) != nil { left += 1 }
        #expect(left == 1_024)
    }
}
