internal import Common
internal import CoordinatorDecision
internal import Glibc

/// Writes the latest checkpoint from a thread of its own, at most every 10 ms: the decision thread
/// only hands a value over. Any thread.
final class Checkpointer: Sendable {
    private struct State {
        var latest: Checkpoint?
        var isClosed = false
    }

    /// The least time between two writes; with the write itself a change is safe within 20 ms.
    static let interval = Nanoseconds.milliseconds(10)

    private let state = Monitor(State())
    private let thread: JoinableThread

    /// Starts the thread. `onChange` is called on it with a sentence when writing begins to fail,
    /// and with nil when it works again.
    init(
        file: CheckpointFile, time: any TimeSource, onChange: @escaping @Sendable (String?) -> Void
    ) {
        let state = state
        thread = WorkerThread.start(named: "checkpoint", owner: "coordinator", .critical) {
            Self.run(file, state, time, onChange)
        }
    }

    /// Hands over the newest checkpoint; an older one still waiting is replaced.
    func submit(_ checkpoint: Checkpoint) {
        state.withLock { $0.latest = checkpoint }
        state.notifyAll()
    }

    /// Writes what is waiting and ends the thread.
    func stop() {
        state.withLock { $0.isClosed = true }
        state.notifyAll()
        thread.join()
    }

    private static func run(
        _ file: CheckpointFile, _ state: Monitor<State>, _ time: any TimeSource,
        _ onChange: @Sendable (String?) -> Void
    ) {
        var file = file
        var isFailing = false
        while true {
            let next: Checkpoint?? = state.wait(until: .distantFuture) { state in
                if let latest = state.latest {
                    state.latest = nil
                    return .some(latest)
                }
                return state.isClosed ? .some(nil) : nil
            }
            guard let checkpoint = next ?? nil else { return }
            do {
                try file.write(checkpoint)
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
