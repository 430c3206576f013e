internal import Common
internal import Synchronization

/// One sink: a bounded queue, and a thread that feeds an ffmpeg child from it. The card offers a
/// frame each tick and never waits. What does not fit is dropped, counted, and later filled with the
/// frame before it, so that the recording keeps its length and place in time.
final class Sink: Sendable {
    /// Memory one sink's queue may hold in pictures.
    static let queueByteCountMax = 384 << 20

    let specification: SinkSpecification
    private let queue: BoundedQueue<SinkFrame>
    private let thread: JoinableThread
    /// Joins what a killed card left; nil where it left nothing.
    private let recovery: JoinableThread?

    /// Frames the queue holds for pictures of this size: at least 16, at most 10 s at 50 fps.
    static func queueCapacity(pictureByteCount: Int) -> Int {
        min(max(queueByteCountMax / pictureByteCount, 16), 500)
    }

    /// Starts the sink's thread. ffmpeg itself is started with the first frame.
    init(
        _ specification: SinkSpecification, number: Int, format: VideoFormat, audio: AudioFormat,
        cardEpoch: UInt64, registry: MetricsRegistry, environment: [String: String]
    ) {
        self.specification = specification
        let queue = BoundedQueue<SinkFrame>(
            QueueDeclaration(
                .cardSink,
                capacity: Self.queueCapacity(pictureByteCount: format.payloadByteCount),
                number: number), registry: registry)
        let shared = SharedStatus(SinkStatus(sink: specification.description))
        self.queue = queue
        self.shared = shared
        let run = String(cardEpoch & 0xFFFF_FFFF, radix: 16)
        recovery = Self.recover(specification, format: format, run: run, environment: environment)
        let pool = PoolMeter(.sinks, number: number, registry: registry)
        thread = WorkerThread.start(named: "card.sink.\(number)", owner: "card", .degrading) {
            let writer = SinkWriter(
                specification, format: format, audio: audio, run: run, queue: queue,
                status: shared, environment: environment)
            writer.runToEnd { pool.run($0) }
        }
    }

    private static func recover(
        _ specification: SinkSpecification, format: VideoFormat, run: String,
        environment: [String: String]
    ) -> JoinableThread? {
        guard case .file(let path, let container, _) = specification else { return nil }
        let recovery = SinkRecovery(
            path: path, container: container, format: format, environment: environment)
        // Looked up before the new run writes anything.
        let runs = recovery.leftBehind(except: run)
        guard !runs.isEmpty else { return nil }
        return WorkerThread.start(
            named: "card.recovery", owner: "card", .cosmetic, priority: .background
        ) { recovery.join(runs) }
    }

    /// Offers one frame; never waits.
    func offer(_ frame: SinkFrame) { queue.push(frame) }

    /// No frame follows: what is queued is written, and the file completed.
    func finish() {
        shared.isEnding.store(true, ordering: .relaxed)
        queue.close()
    }

    /// Waits for the end of its threads after `finish`; false when it has not ended by then.
    func join(until deadline: MonotonicInstant) -> Bool {
        thread.join(until: deadline) && recovery?.join(until: deadline) ?? true
    }

    var currentStatus: SinkStatus { shared.value }
    private let shared: SharedStatus
}

/// A sink's status, written by its thread and read by others. Any thread.
final class SharedStatus: Sendable {
    /// Set once no frame follows.
    let isEnding = Atomic(false)
    private let state: Mutex<SinkStatus>
    init(_ status: SinkStatus) { state = Mutex(status) }
    var value: SinkStatus { state.withLock { $0 } }
    func update(_ change: (inout SinkStatus) -> Void) { state.withLock { change(&$0) } }
}
