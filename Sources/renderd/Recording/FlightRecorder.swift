import Common
import Shaders
import Synchronization

/// Takes down what a lane draws and of what, so that any stretch can be drawn again. Any thread; nobody
/// waits for the disk.
final class FlightRecorder: Sendable {
    private let queue: BoundedQueue<RecordedNote>
    private let files: RecordingFiles
    private let thread: JoinableThread
    private let lost = Mutex(0)

    /// Starts the thread. `complain` is given a sentence where something cannot be kept.
    init(
        _ files: RecordingFiles, head: RecordingHead, run: Int64, byteCountMax: Int,
        registry: MetricsRegistry, complain: @escaping @Sendable (String) -> Void
    ) {
        let queue = BoundedQueue<RecordedNote>(
            QueueDeclaration(.renderRecording), registry: registry)
        self.queue = queue
        self.files = files
        thread = WorkerThread.start(named: "recording", owner: "renderd", .degrading) {
            let writer = RecordingWriter(files, head: head, run: run, byteCountMax: byteCountMax)
            while let first = queue.pop(until: .distantFuture) {
                var notes = [first]
                while notes.count < 256, let next = queue.pop() { notes.append(next) }
                do { try writer.write(notes) } catch {
                    queue.countHandlerFailure("\(error)")
                    complain("what is drawn is not recorded: \(error)")
                }
            }
            writer.closePart()
        }
    }

    /// Takes down `note`. Never waits; what does not fit is lost, and that is taken down.
    func take(_ note: RecordedNote) {
        let missing = lost.withLock { count in
            defer { count = 0 }
            return count
        }
        if missing > 0, !queue.push(.lost(missing)).isQueued {
            lost.withLock { $0 += missing + 1 }
            return
        }
        if !queue.push(note).isQueued { lost.withLock { $0 += 1 } }
    }

    /// Keeps a text that will be drawn with. Blocks on the disk; for the build thread.
    func keep(_ package: ShaderPackage) throws {
        try files.keep(package)
    }

    /// Writes what is left and ends the thread.
    func stop(until deadline: MonotonicInstant) {
        queue.close()
        thread.join(until: deadline)
    }
}
