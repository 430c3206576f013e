import Common
import Logging
import Synchronization

/// Runs one non-critical loop of the process: when it throws, it starts again with back-off, counted
/// and logged. Nothing dies quietly, and nothing of this touches the playout thread.
final class LoopSupervisor: Sendable {
    /// The first deaths cost next to nothing; a disk that stays full is asked once a second.
    static let firstPause = Nanoseconds.milliseconds(10)
    static let longestPause = Nanoseconds.seconds(1)
    /// A loop that lived so long begins anew with the first pause.
    static let quietSpan = Nanoseconds.seconds(10)

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
        var backOff = Self.firstPause
        while !isStopping {
            let began = time.now()
            var reason = "it ended by itself"
            do {
                try body(self)
                if isStopping { return }
            } catch {
                reason = "\(error)"
            }
            cause.withLock { $0 = reason }
            restarts.add()
            let now = time.now()
            if now - began > Self.quietSpan { backOff = Self.firstPause }
            log.error(
                "loop died; it is started again",
                metadata: ["cause": "\(reason)", "in_ms": "\(backOff.count / 1_000_000)"])
            while !isStopping, time.now() < now + backOff {
                time.sleep(until: min(now + backOff, time.now() + .milliseconds(100)))
            }
            backOff = min(backOff * 2, Self.longestPause)
        }
    }
}
