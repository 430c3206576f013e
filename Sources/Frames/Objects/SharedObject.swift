import Atomics
import CRealtime
import Common
import Glibc

/// A mapping of one shared object. Any thread: the mapping never moves or changes size, and what
/// lies in it is reached through atomics or checked copies.
/// A file truncated under the mapping costs a mark (`isDamaged`) and zeroes, never a SIGBUS.
public final class SharedObject: @unchecked Sendable {
    // Unchecked: the pointer is constant, and the memory behind it is shared between processes, where
    // the compiler can prove nothing anyway; the layouts' own protocols keep it sound.

    /// The object's full name.
    public let name: SharedObjectName
    /// Size of the object and of the mapping.
    public let byteCount: Int
    /// The inode: another object of the same name has another.
    public let identity: UInt64
    let base: UnsafeMutableRawPointer
    let isWritable: Bool
    private let guardRegion: Int32

    init(
        name: SharedObjectName, descriptor: Int32, byteCount: Int, identity: UInt64,
        isWritable: Bool, prefault: Bool
    ) throws(SharedObjectError) {
        precondition(LayoutTable.isAsDocumented)
        let protection = isWritable ? PROT_READ | PROT_WRITE : PROT_READ
        let flags = MAP_SHARED | (prefault ? Int32(MAP_POPULATE) : 0)
        guard let base = mmap(nil, byteCount, protection, flags, descriptor, 0),
            base != MAP_FAILED
        else { throw .system(path: name.path, call: "mmap", errno: errno) }
        crt_guard_install()
        let region = crt_guard_add(base, byteCount)
        guard region >= 0 else {
            munmap(base, byteCount)
            throw .system(path: name.path, call: "guard", errno: EMFILE)
        }
        self.name = name
        self.base = base
        self.byteCount = byteCount
        self.identity = identity
        self.isWritable = isWritable
        self.guardRegion = region
    }

    deinit {
        crt_guard_remove(guardRegion)
        munmap(base, byteCount)
    }

    /// Maps an existing object for reading, after checking its header on a private copy.
    /// `prefault` touches every page now rather than at the first frame. Blocks for some system
    /// calls. Throws what is wrong with the object.
    public static func open(
        _ name: SharedObjectName, prefault: Bool = false
    ) throws(SharedObjectError) -> SharedObject {
        try map(name, isWritable: false, prefault: prefault)
    }

    static func openForWriting(
        _ name: SharedObjectName, prefault: Bool = true
    ) throws(SharedObjectError) -> SharedObject {
        try map(name, isWritable: true, prefault: prefault)
    }

    private static func map(
        _ name: SharedObjectName, isWritable: Bool, prefault: Bool
    ) throws(SharedObjectError) -> SharedObject {
        // O_NONBLOCK: opening a fifo under our name must not wait for a peer.
        let mode = (isWritable ? O_RDWR : O_RDONLY) | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
        let descriptor = crt_open(name.path, mode, 0)
        guard descriptor >= 0 else { throw openError(name, errno: -descriptor) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw .system(path: name.path, call: "fstat", errno: errno)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .foreign(path: name.path, reason: "it is not a regular file")
        }
        let fileByteCount = UInt64(status.st_size)
        let pageByteCount = ObjectLayout.pageByteCount
        let page = UnsafeMutableRawPointer.allocate(byteCount: pageByteCount, alignment: 16)
        defer { page.deallocate() }
        let readByteCount = pread(descriptor, page, pageByteCount, 0)
        guard readByteCount == pageByteCount else {
            try ObjectHeader.validateBeginning(page, byteCount: readByteCount, of: name)
            throw .wrongSize(
                path: name.path, found: fileByteCount, expected: UInt64(pageByteCount))
        }
        try ObjectHeader.validate(page, of: name, fileByteCount: fileByteCount)
        return try SharedObject(
            name: name, descriptor: descriptor, byteCount: Int(fileByteCount),
            identity: UInt64(status.st_ino), isWritable: isWritable, prefault: prefault)
    }

    private static func openError(_ name: SharedObjectName, errno code: Int32) -> SharedObjectError
    {
        switch code {
        case ENOENT: .missing(path: name.path)
        case ELOOP: .foreign(path: name.path, reason: "it is a symbolic link")
        case EISDIR, ENXIO: .foreign(path: name.path, reason: "it is not a regular file")
        default: .system(path: name.path, call: "open", errno: code)
        }
    }

    /// True once memory of this object was found missing: whatever was read since may be zeroes.
    public var isDamaged: Bool { crt_guard_is_damaged(guardRegion) }

    /// True once a successor has taken this object's name: open again.
    public var isRetired: Bool { live.retired.load(ordering: .acquiring) != 0 }

    /// Whether the name still leads to this object, at its full size. One system call.
    public var isStillNamed: Bool {
        var status = stat()
        return stat(name.path, &status) == 0 && UInt64(status.st_ino) == identity
            && status.st_size == byteCount
    }

    /// A range of the object, in place; nil where it does not lie within. Valid while the object is
    /// referenced; its content can change at any time unless it is claimed.
    public func bytes(at offset: UInt64, count: UInt64) -> UnsafeRawBufferPointer? {
        guard offset <= UInt64(byteCount), count <= UInt64(byteCount) - offset else { return nil }
        return UnsafeRawBufferPointer(start: base + Int(offset), count: Int(count))
    }

    var live: LiveWords { LiveWords(base: base + ObjectLayout.liveOffset) }

    /// Counts a change and wakes whoever waits for one.
    func signalChange() {
        live.changeCount.wrappingIncrement(ordering: .releasing)
        crt_futex_wake(live.changeWord, Int32.max)
    }

    /// Sleeps until the change count differs from `seen` or `deadline`; true when it differs.
    func waitForChange(since seen: UInt32, until deadline: MonotonicInstant) -> Bool {
        while live.changeCount.load(ordering: .acquiring) == seen {
            let result = crt_futex_wait_until(live.changeWord, seen, deadline.nanoseconds)
            if result == -ETIMEDOUT {
                return live.changeCount.load(ordering: .acquiring) != seen
            }
            // Anything but a wake-up, a changed word or a signal would spin here.
            if result != 0, result != -EAGAIN, result != -EINTR { return false }
        }
        return true
    }

    /// Marks the object as replaced and wakes its readers, so that they look for the successor.
    func retire() {
        live.retired.store(1, ordering: .releasing)
        signalChange()
    }
}

/// The words at the start of every object's changing part.
struct LiveWords {
    let base: UnsafeMutableRawPointer

    var retired: UnsafeAtomic<UInt32> { base.atomicUInt32(at: 0) }
    var changeCount: UnsafeAtomic<UInt32> { base.atomicUInt32(at: 4) }
    var changeWord: UnsafeMutablePointer<UInt32> {
        (base + 4).assumingMemoryBound(to: UInt32.self)
    }
}

extension UnsafeMutableRawPointer {
    func atomicUInt32(at offset: Int) -> UnsafeAtomic<UInt32> {
        UnsafeAtomic(
            at: (self + offset).assumingMemoryBound(to: UnsafeAtomic<UInt32>.Storage.self))
    }
    func atomicUInt64(at offset: Int) -> UnsafeAtomic<UInt64> {
        UnsafeAtomic(
            at: (self + offset).assumingMemoryBound(to: UnsafeAtomic<UInt64>.Storage.self))
    }
    func atomicInt64(at offset: Int) -> UnsafeAtomic<Int64> {
        UnsafeAtomic(
            at: (self + offset).assumingMemoryBound(to: UnsafeAtomic<Int64>.Storage.self))
    }
}
