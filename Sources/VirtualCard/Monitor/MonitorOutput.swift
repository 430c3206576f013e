internal import Common
internal import Glibc
internal import Synchronization

/// The card's monitor output: whoever connects to `card-monitor.sock` is sent the picture of each tick,
/// as a screen on the output would show it. One viewer at a time; the newest has it.
///
/// The card offers each tick and never waits. A viewer that is too slow misses ticks and sees it by their
/// numbers. All numbers are little-endian. First 32 bytes: `HOLDMON1`, then 32-bit width, height, bytes of a
/// line, bytes of a picture, the pixel format's code, and zero. Then for each tick 32 bytes (64-bit tick,
/// 64-bit slot index or the least number there is, 32-bit flags with 1 for held, 32-bit bytes of the
/// picture, zeros) and the picture.
final class MonitorOutput: Sendable {
    /// Memory that pictures on their way may take.
    private static let queueByteCountMax = 64 << 20
    /// A viewer that takes nothing for this long has hung.
    private static let patienceSeconds = 2

    private let queue: BoundedQueue<MonitorFrame>
    private let thread: JoinableThread
    private let isWatched: Watched

    private final class Watched: Sendable {
        let value = Atomic(false)
    }

    /// Pictures that may be out at once for formats of this size: a second's worth at 50 frames/s at
    /// most.
    static func pictureCountMax(pictureByteCount: Int) -> Int {
        min(max(queueByteCountMax / pictureByteCount, 4), 50)
    }

    /// Listens at `path`. The caller holds the instance's card lock.
    init(
        path: String, format: VideoFormat, registry: MetricsRegistry
    ) throws(VirtualCardError) {
        let listener = try UnixListener(path: path, type: SOCK_STREAM)
        let capacity = Self.pictureCountMax(pictureByteCount: format.payloadByteCount)
        let queue = BoundedQueue<MonitorFrame>(
            QueueDeclaration(.cardSink, capacity: capacity, number: 0), registry: registry)
        let isWatched = Watched()
        self.queue = queue
        self.isWatched = isWatched
        let server = MonitorServer(
            path: path, listener: listener, header: Self.header(format),
            patienceSeconds: Self.patienceSeconds)
        let unchecked = UncheckedServer(server)
        thread = WorkerThread.start(named: "card.monitor", owner: "card", .cosmetic) {
            unchecked.server.run(queue) { isWatched.value.store($0, ordering: .relaxed) }
        }
    }

    /// Carries the server to the one thread that owns it.
    private struct UncheckedServer: @unchecked Sendable {
        // Sendable because the giver never touches it again.
        let server: MonitorServer
        init(_ server: MonitorServer) { self.server = server }
    }

    /// Offers what a tick showed; never waits, and costs nothing while nobody watches.
    func offer(_ record: TickRecord, _ picture: PooledFrame) {
        guard isWatched.value.load(ordering: .relaxed) else { return }
        queue.push(
            MonitorFrame(
                tick: record.tick, index: record.index, isHeld: record.isHeld, picture: picture))
    }

    /// No tick follows. Waits for the thread, but not for a viewer that hangs.
    func finish() {
        queue.close()
        thread.join(until: SystemTimeSource().now() + .seconds(3))
    }

    private static func header(_ format: VideoFormat) -> [UInt8] {
        var bytes = Array("HOLDMON1".utf8)
        for number in [
            UInt32(format.width), UInt32(format.height), UInt32(format.strideBytes),
            UInt32(format.payloadByteCount), format.pixelFormat.code, 0,
        ] {
            withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }
}
