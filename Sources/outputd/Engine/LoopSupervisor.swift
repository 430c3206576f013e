import Common
import Synchronization

/// Runs one non-critical loop of the process: when it throws, or ends although nobody asked it to, it
/// starts again with back-off, counted and logged. Nothing dies quietly, and nothing of this touches
/// the playout thread.
final class LoopSupervisor: Sendable {
    /// A loop came to its end although nobody had asked it to.
    private struct EndedByItself: Error, CustomStringConvertible {
        let description = "it ended by itself"
    }

    /// The loop's name, in metrics and logs.
    let name: String
    private let restarts: Counter
    private let isStopped = Atomic<Bool>(false)
    private let cause = Mutex("")
    private let thread = Mutex<JoinableThread?>(nil)
    private let time = SystemTimeSource()

    init(_ name: String, registry: MetricsRegistry) {
        self.name = name
        restarts = registry.counter(
            "loop_restarts_total", help: "Times a non-critical loop died and was started again.",
            labels: [("loop", name)])
    }

    /// Whether the loop should come to its end.
    var isStopping: Bool { isStopped.load(ordering: .acquiring) }
    /// Times it died.
    var restartCount: UInt64 { restarts.value }

    /// Why it died last; empty while it never did.
    var lastCause: String { cause.withLock { $0 } }

    /// Starts the loop on its own thread. `body` sets up and runs until `isStopping`.
    func start(_ body: @escaping @Sendable (LoopSupervisor) throws -> Void) {
        let started = WorkerThread.start(
            named: name, owner: "output", .degrading,
            onDeath: { [self] reason in
                cause.withLock { $0 = reason }
                restarts.add()
            }, isWanted: { [self] in !isStopping }
        ) { [self] in
            do {
                try body(self)
            } catch  where isStopping {
                // What goes wrong on the way out is no death.
                return
            }
            if !isStopping { throw EndedByItself() }
        }
        thread.withLock { $0 = started }
    }

    /// Asks the loop to end and waits for it, two seconds at most.
    func stop() {
        isStopped.store(true, ordering: .releasing)
        thread.withLock { $0 }?.join(until: time.now() + .seconds(2))
    }
}
