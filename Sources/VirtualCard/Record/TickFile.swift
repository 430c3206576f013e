internal import CRealtime
public import Common
internal import Glibc

/// Every tick record, appended to a file by a thread of its own, so that a slow disk never holds up
/// the card. Bounded: at `byteCountMax` the file moves to `.1` and a new one begins.
public final class TickFile: Sendable {
    /// 64 MiB: some four hours at 50 fps, twice.
    static let byteCountMax = 64 << 20

    private let queue: BoundedQueue<TickRecord>
    private let thread: JoinableThread

    /// Begins a new file at `path`. Nothing is thrown: a record that cannot be written is counted as
    /// a handler failure of the queue `card.ticks`.
    init(path: String, registry: MetricsRegistry) {
        let queue = BoundedQueue<TickRecord>(
            QueueDeclaration(.cardTicks),
            registry: registry)
        self.queue = queue
        thread = WorkerThread.start(named: "card.ticks", owner: "card", .degrading) {
            Self.write(queue, to: path)
        }
    }

    func append(_ record: TickRecord) { queue.push(record) }

    /// Writes what is queued and ends the thread.
    func finish() {
        queue.close()
        thread.join(until: SystemTimeSource().now() + .seconds(5))
    }

    private static func write(_ queue: BoundedQueue<TickRecord>, to path: String) {
        var descriptor = open(path)
        var written = 0
        var batch: [TickRow] = []
        defer { if descriptor >= 0 { close(descriptor) } }
        while let first = queue.pop(until: .distantFuture) {
            batch.removeAll(keepingCapacity: true)
            batch.append(TickRow(first))
            while batch.count < 256, let next = queue.pop() { batch.append(TickRow(next)) }
            let count = batch.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count != batch.count * TickRow.byteCount {
                queue.countHandlerFailure("\(path): errno \(errno)")
            }
            written += max(count, 0)
            if written >= byteCountMax {
                close(descriptor)
                rename(path, path + ".1")
                descriptor = open(path)
                written = 0
            }
        }
    }

    private static func open(_ path: String) -> Int32 {
        crt_open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    }

    /// Where a card of this instance writes.
    public static func path(_ instance: InstancePaths) -> String {
        "\(instance.state)/card-ticks.bin"
    }

    /// All records of a file, in order; rows that are not whole are left out. Any thread.
    public static func read(path: String) throws(TickLogError) -> [TickRecord] {
        let descriptor = crt_open(path, O_RDONLY | O_CLOEXEC, 0)
        guard descriptor >= 0 else { throw .missing(path: path) }
        defer { close(descriptor) }
        var records: [TickRecord] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(
            byteCount: TickRow.byteCount * 1024, alignment: 16)
        defer { buffer.deallocate() }
        var filled = 0
        while true {
            let count = Glibc.read(
                descriptor, buffer.baseAddress?.advanced(by: filled), buffer.count - filled)
            guard count > 0 else { return records }
            filled += count
            let whole = filled / TickRow.byteCount
            for position in 0..<whole {
                let row = buffer.loadUnaligned(
                    fromByteOffset: position * TickRow.byteCount, as: TickRow.self)
                if let record = row.record() { records.append(record) }
            }
            let used = whole * TickRow.byteCount
            if filled > used {
                UnsafeMutableRawBufferPointer(rebasing: buffer[..<(filled - used)])
                    .copyMemory(
                        from: UnsafeRawBufferPointer(rebasing: buffer[used..<filled]))
            }
            filled -= used
        }
    }
}
