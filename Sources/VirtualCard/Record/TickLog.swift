internal import Atomics
internal import CRealtime
public import Common
internal import Glibc

/// Why the card's tick log cannot be made or read.
public enum TickLogError: Error, Sendable, Equatable, CustomStringConvertible {
    case cannotCreate(path: String, reason: String)
    case missing(path: String)
    case foreign(path: String)

    public var description: String {
        switch self {
        case .cannotCreate(let path, let reason):
            "cannot create \(path): \(reason). Free shared memory (df /dev/shm)"
        case .missing(let path): "\(path) does not exist: the card does not run (holdover card)"
        case .foreign(let path):
            "\(path) is not the tick log of this release's card: remove it, or use another "
                + "instance name"
        }
    }
}

/// The newest tick records in shared memory, so that others can read what was on show while the card
/// runs, and after it was killed. Layout: a 64-byte header, then `recordCount` rows of 96 bytes; the
/// row of tick n is n mod `recordCount`. Written by the card thread, read by any process.
public final class TickLog {
    /// "HOLDTICK" in memory order.
    static let magic: UInt64 = 0x4B43_4954_444C_4F48
    static let version: UInt32 = 1
    /// Rows: 81 s at 50 fps.
    static let recordCount = 4096
    private static let headerByteCount = 64
    private static let headOffset = 48
    private static var byteCount: Int { headerByteCount + recordCount * TickRow.byteCount }

    private let base: UnsafeMutableRawPointer
    private let path: String

    /// Makes the log in place of an earlier one. Throws when shared memory is full, or when the name
    /// is taken by something that is not a tick log.
    init(path: String, cardEpoch: UInt64, rate: FrameRate) throws(TickLogError) {
        self.path = path
        precondition(MemoryLayout<TickRow>.stride == TickRow.byteCount)
        if access(path, F_OK) == 0 {
            guard let old = try Self.map(path) else { throw .foreign(path: path) }
            munmap(old, Self.byteCount)
        }
        let temporary = "\(path).\(getpid()).new"
        let descriptor = crt_open(
            temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw .cannotCreate(path: path, reason: String(cString: strerror(-descriptor)))
        }
        defer { close(descriptor) }
        let failure = posix_fallocate(descriptor, 0, off_t(Self.byteCount))
        guard failure == 0,
            let base = mmap(
                nil, Self.byteCount, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0),
            base != MAP_FAILED
        else {
            unlink(temporary)
            throw .cannotCreate(path: path, reason: String(cString: strerror(failure)))
        }
        self.base = base
        base.storeBytes(of: Self.magic, as: UInt64.self)
        base.storeBytes(of: Self.version, toByteOffset: 8, as: UInt32.self)
        base.storeBytes(of: UInt32(TickRow.byteCount), toByteOffset: 12, as: UInt32.self)
        base.storeBytes(of: UInt32(Self.recordCount), toByteOffset: 16, as: UInt32.self)
        base.storeBytes(of: getpid(), toByteOffset: 20, as: Int32.self)
        base.storeBytes(of: cardEpoch, toByteOffset: 24, as: UInt64.self)
        base.storeBytes(of: UInt32(rate.numerator), toByteOffset: 32, as: UInt32.self)
        base.storeBytes(of: UInt32(rate.denominator), toByteOffset: 36, as: UInt32.self)
        guard rename(temporary, path) == 0 else {
            let reason = String(cString: strerror(errno))
            munmap(base, Self.byteCount)
            unlink(temporary)
            throw .cannotCreate(path: path, reason: reason)
        }
    }

    deinit { munmap(base, Self.byteCount) }

    /// Removes the name; for an orderly end.
    func unlinkName() { unlink(path) }

    /// Writes the row of the record's tick.
    func append(_ record: TickRecord) {
        let offset =
            Self.headerByteCount
            + Int(record.tick % Int64(Self.recordCount)) * TickRow.byteCount
        let sequence = Self.atomic(base, offset)
        let row = TickRow(record)
        sequence.store(row.sequence - 1, ordering: .sequentiallyConsistent)
        withUnsafeBytes(of: row) { bytes in
            let rest = UnsafeRawBufferPointer(rebasing: bytes[8...])
            UnsafeMutableRawBufferPointer(
                start: base + offset + 8, count: rest.count
            ).copyMemory(from: rest)
        }
        sequence.store(row.sequence, ordering: .releasing)
        Self.atomic(base, Self.headOffset).store(UInt64(record.tick) + 1, ordering: .releasing)
    }

    /// What a reader gets.
    public struct Contents: Sendable, Equatable {
        /// The card's process id.
        public var processID: Int32
        /// Random at each start of the card.
        public var cardEpoch: UInt64
        /// The card's rate.
        public var rate: FrameRate
        /// Ticks made so far.
        public var tickCount: Int64
        /// The newest records, oldest first.
        public var records: [TickRecord]
    }

    /// Reads the log of a card of this instance, dead or alive; at most the newest `limit` records.
    /// Blocks only for the file system. Any thread.
    public static func read(
        instance: InstancePaths, limit: Int = .max
    ) throws(TickLogError) -> Contents {
        let path = instance.sharedMemoryPath(objectName)
        guard let base = try map(path) else { throw .missing(path: path) }
        defer { munmap(base, byteCount) }
        let head = Int64(atomic(base, headOffset).load(ordering: .acquiring))
        let first = max(0, head - Int64(min(limit, recordCount)))
        let numerator = base.load(fromByteOffset: 32, as: UInt32.self)
        let denominator = base.load(fromByteOffset: 36, as: UInt32.self)
        guard head >= 0, (1...1_000_000).contains(numerator),
            (1...1_000_000).contains(denominator)
        else { throw .foreign(path: path) }
        return Contents(
            processID: base.load(fromByteOffset: 20, as: Int32.self),
            cardEpoch: base.load(fromByteOffset: 24, as: UInt64.self),
            rate: FrameRate(Int64(numerator), Int64(denominator)), tickCount: head,
            records: (first..<head).compactMap { record(of: $0, base) })
    }

    /// The last part of the object's name.
    static let objectName = "card"

    private static func record(of tick: Int64, _ base: UnsafeMutableRawPointer) -> TickRecord? {
        let offset = headerByteCount + Int(tick % Int64(recordCount)) * TickRow.byteCount
        let sequence = atomic(base, offset)
        let before = sequence.load(ordering: .acquiring)
        let row = base.loadUnaligned(fromByteOffset: offset, as: TickRow.self)
        atomicMemoryFence(ordering: .acquiring)
        guard sequence.load(ordering: .relaxed) == before else { return nil }
        return row.record(expecting: tick)
    }

    /// Maps an existing log; nil when there is none, throws when it is something else.
    private static func map(_ path: String) throws(TickLogError) -> UnsafeMutableRawPointer? {
        let descriptor = crt_open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size == off_t(byteCount),
            let base = mmap(nil, byteCount, PROT_READ, MAP_SHARED, descriptor, 0),
            base != MAP_FAILED
        else { throw .foreign(path: path) }
        guard base.load(as: UInt64.self) == magic,
            base.load(fromByteOffset: 8, as: UInt32.self) == version,
            base.load(fromByteOffset: 12, as: UInt32.self) == UInt32(TickRow.byteCount),
            base.load(fromByteOffset: 16, as: UInt32.self) == UInt32(recordCount)
        else {
            munmap(base, byteCount)
            throw .foreign(path: path)
        }
        return base
    }

    private static func atomic(
        _ base: UnsafeMutableRawPointer, _ offset: Int
    ) -> UnsafeAtomic<UInt64> {
        // The memory is ours for the life of the mapping and only ever seen as this atomic.
        UnsafeAtomic(
            at: (base + offset).assumingMemoryBound(to: UnsafeAtomic<UInt64>.Storage.self))
    }
}
