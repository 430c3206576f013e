import Common
import Foundation

/// Runs something that blocks on a thread of its own: tests themselves share a few threads, which a
/// blocking wait would take from the others.
public final class TestWaiter: Sendable {
    private let outcome = Monitor<Bool?>(nil)

    /// Starts `body` at once.
    public init(_ body: @escaping @Sendable () -> Bool) {
        let outcome = outcome
        Thread.detachNewThread {
            let value = body()
            outcome.withLock { $0 = value }
            outcome.notifyAll()
        }
    }

    /// What `body` returned; nil while it runs.
    public var result: Bool? { outcome.withLock { $0 } }

    /// Waits for `body` to return.
    public func join() -> Bool? { outcome.wait(until: .distantFuture) { $0 } }
}
