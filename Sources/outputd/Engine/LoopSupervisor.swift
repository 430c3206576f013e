import Common
import Logging
import Synchronization

/// Runs one non-critical loop of the process: when it throws, it starts again with back-off, counted
/// and logged. Nothing dies quietly, and nothing of this touches the playout thread.
final class LoopSupervisor: Sendable {
    /// The loop's name, in metrics and logs.
    let name: String
    private let restarts: Counter
    private let isStopped = Atomic<Bool>(false)
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

    /// Starts the loop on its own thread. `body` sets up and runs until `isStopping`.
    func start(_ body: @escaping @Sendable (LoopSupervisor) throws -> Void) {
        thread.withLock { thread in
            thread = WorkerThread.start(named: name) { [self] in run(body) }
        }
    }

    /// Asks the loop to end and waits for it, two seconds at most.
    func stop() {
        isStopped.store(true, ordering: .releasing)
        thread.withLock { $0 }?.join(until: time.now() + .seconds(2))
    }

    private func run(_ body: @Sendable (LoopSupervisor) throws -> Void) {
        let log = Logger(label: name)
        var backOff = Nanoseconds.milliseconds(10)
        while !isStopping {
            let began = time.now()
            do {
                try body(self)
                if isStopping { return }
                log.error("loop ended by itself; it is started again")
            } catch {
                log.error("loop died; it is started again", metadata: ["cause": "\(error)"])
            }
            restarts.add()
            if time.now() - began > .seconds(10) { backOff = .milliseconds(10) }
            time.sleep(until: time.now() + backOff)
            backOff = min(backOff * 2, .milliseconds(250))
        }
    }
}
