internal import Common
internal import CoordinatorDecision
internal import Glibc

/// Writes the latest checkpoint from a thread of its own, at most every 10 ms: the decision thread
/// only hands a value over. Any thread.
final class Checkpointer: Sendable {
    private struct State {
        var latest: Checkpoint?
        /// Lines that no file has yet, oldest first.
        var lines: [AsRunLine] = []
        var isClosed = false
    }

    /// The least time between two writes; with the write itself a change is safe within 20 ms.
    static let interval = Nanoseconds.milliseconds(10)

    private let state = Monitor(State())
    private let thread: JoinableThread

    /// Lines that may wait for the thread; more than one turn of it ever finds.
    static let linesMax = 65_536

    /// Starts the thread. `onChange` is called on it with a sentence when writing begins to fail,
    /// and with nil when it works again.
    init(
        file: CheckpointFile, lines: AsRunFile, time: any TimeSource,
        onChange: @escaping @Sendable (String?) -> Void
    ) {
        let state = state
        thread = WorkerThread.start(named: "checkpoint", owner: "coordinator", .critical) {
            Self.run(file, lines, state, time, onChange)
        }
    }

    /// Hands over the newest checkpoint; an older one still waiting is replaced, its lines stay.
    func submit(_ checkpoint: Checkpoint, lines: [AsRunLine]) {
        state.withLock { state in
            state.latest = checkpoint
            state.lines += lines.prefix(Self.linesMax - state.lines.count)
        }
        state.notifyAll()
    }

    /// Writes what is waiting and ends the thread.
    func stop() {
        state.withLock { $0.isClosed = true }
        state.notifyAll()
        thread.join()
    }

    private static func run(
        _ file: CheckpointFile, _ lines: AsRunFile, _ state: Monitor<State>,
        _ time: any TimeSource, _ onChange: @Sendable (String?) -> Void
    ) {
        var file = file
        var asRun = lines
        var isFailing = false
        while true {
            let next: (Checkpoint, [AsRunLine])?? = state.wait(until: .distantFuture) { state in
                if let latest = state.latest {
                    defer { (state.latest, state.lines) = (nil, []) }
                    return .some((latest, state.lines))
                }
                return state.isClosed ? .some(nil) : nil
            }
            guard let (checkpoint, lines) = next ?? nil else { return }
            do {
                // Lines first: the checkpoint says which of them belong to what was decided.
                let trouble = asRun.write(lines, of: checkpoint)
                try file.write(checkpoint)
                if let trouble { throw trouble }
                if isFailing { onChange(nil) }
                isFailing = false
            } catch {
                if !isFailing { onChange("\(error)") }
                isFailing = true
            }
            let closed = state.withLock { $0.isClosed }
            if !closed { time.sleep(until: time.now() + interval) }
        }
    }
}
