internal import CRealtime
internal import Glibc

/// Tells at once when another process of this host ends, whoever its parent is. Nothing is polled:
/// one thread sleeps on a pidfd for each watched process. Any thread.
public final class ProcessWatch: Sendable {
    private struct State {
        /// Descriptors by label, and the process each is for.
        var watched: [String: (descriptor: Int32, processID: Int32)] = [:]
        /// Descriptors to close once the thread does not wait on them any more.
        var retired: [Int32] = []
        var isStopping = false
    }

    private let state = Monitor(State())
    private let wakeEnd: Int32
    private let thread: JoinableThread

    /// Starts the thread, which calls `onExit` with the label and process id of each that ended.
    public init(onExit: @escaping @Sendable (String, Int32) -> Void) throws(PipeError) {
        var ends: [Int32] = [-1, -1]
        let code = crt_pipe(&ends, 0)
        guard code == 0 else { throw PipeError(code: -code) }
        let (readEnd, writeEnd) = (ends[0], ends[1])
        _ = fcntl(writeEnd, F_SETFL, O_NONBLOCK)
        _ = fcntl(readEnd, F_SETFL, O_NONBLOCK)
        wakeEnd = writeEnd
        let state = state
        thread = WorkerThread.start(named: "process-watch", owner: "coordinator", .degrading) {
            Self.run(state, readEnd, onExit)
            close(readEnd)
        }
    }

    /// Watches a process under a label, in place of the one before. One that has ended already is
    /// reported at once; one that cannot be watched (no such permission) is not reported.
    public func watch(_ label: String, processID: Int32) {
        let isKnown = state.withLock { $0.watched[label]?.processID == processID }
        guard processID > 0, !isKnown else { return }
        let descriptor = crt_process_descriptor(processID)
        guard descriptor >= 0 || descriptor == -ESRCH else { return }
        state.withLock { state in
            if let old = state.watched[label] { state.retired.append(old.descriptor) }
            state.watched[label] = (descriptor, processID)
        }
        wake()
    }

    /// Ends the thread.
    public func stop() {
        state.withLock { $0.isStopping = true }
        wake()
        thread.join()
        close(wakeEnd)
    }

    private func wake() {
        var byte: UInt8 = 1
        _ = write(wakeEnd, &byte, 1)
    }

    private static func run(
        _ state: Monitor<State>, _ wakeEnd: Int32, _ onExit: (String, Int32) -> Void
    ) {
        var set = PollSet()
        while true {
            let (watched, retired, isStopping) = state.withLock { state in
                defer { state.retired = [] }
                return (state.watched, state.retired, state.isStopping)
            }
            for descriptor in retired where descriptor >= 0 { close(descriptor) }
            if isStopping {
                for entry in watched.values where entry.descriptor >= 0 { close(entry.descriptor) }
                return
            }
            set.removeAll()
            set.add(wakeEnd, for: .read)
            let labels = watched.keys.sorted()
            for label in labels { set.add(watched[label]?.descriptor ?? -1, for: .read) }
            let hasGone = watched.values.contains { $0.descriptor < 0 }
            _ = set.wait(until: hasGone ? MonotonicInstant(nanoseconds: 0) : .distantFuture)
            var bytes = [UInt8](repeating: 0, count: 64)
            while read(wakeEnd, &bytes, bytes.count) > 0 {}
            for (position, label) in labels.enumerated() {
                guard let entry = watched[label],
                    entry.descriptor < 0 || set.isReady(position + 1)
                else { continue }
                state.withLock { state in
                    guard state.watched[label]?.processID == entry.processID else { return }
                    state.watched[label] = nil
                    state.retired.append(entry.descriptor)
                }
                onExit(label, entry.processID)
            }
        }
    }
}
