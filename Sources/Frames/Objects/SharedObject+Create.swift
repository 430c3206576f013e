import CRealtime
import Common
import Glibc

extension SharedObject {
    /// Creates an object under a temporary name, fills its header through `prepare` and renames it
    /// into place: nobody ever sees half an object. What had the name is retired. The caller holds
    /// the object's lock.
    static func create(
        _ name: SharedObjectName, byteCount: Int, at now: MonotonicInstant,
        onStep: FrameStepHook? = nil, prepare: (UnsafeMutableRawPointer) -> Void
    ) throws(SharedObjectError) -> SharedObject {
        removeLeftovers(of: name)
        let temporary = "\(name.path).new-\(getpid())"
        unlink(temporary)
        let flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        let descriptor = crt_open(temporary, flags, 0o600)
        guard descriptor >= 0 else {
            throw .system(path: temporary, call: "open", errno: -descriptor)
        }
        defer { close(descriptor) }
        var isPublished = false
        defer { if !isPublished { unlink(temporary) } }
        onStep?(.temporaryCreated)
        let allocation = posix_fallocate(descriptor, 0, off_t(byteCount))
        guard allocation == 0 else {
            if allocation == ENOSPC {
                throw .noSpace(path: name.path, byteCount: UInt64(byteCount))
            }
            throw .system(path: name.path, call: "posix_fallocate", errno: allocation)
        }
        onStep?(.allocated)
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw .system(path: temporary, call: "fstat", errno: errno)
        }
        let object = try SharedObject(
            name: name, descriptor: descriptor, byteCount: byteCount,
            identity: UInt64(status.st_ino), isWritable: true, prefault: true)
        prepare(object.base)
        object.writeHeader(at: now)
        onStep?(.headerWritten)
        let predecessor = try? openForWriting(name, prefault: false)
        guard rename(temporary, name.path) == 0 else {
            throw .system(path: name.path, call: "rename", errno: errno)
        }
        isPublished = true
        onStep?(.renamed)
        predecessor?.retire()
        return object
    }

    private func writeHeader(at now: MonotonicInstant) {
        var header = ObjectHeader()
        header.kind = ObjectKind(name.object).rawValue
        header.byteCount = UInt64(byteCount)
        header.nameHash = ObjectHeader.hash(of: name)
        header.createdAt = now.nanoseconds
        header.creatorPid = UInt32(getpid())
        base.storeBytes(of: header, as: ObjectHeader.self)
        header.checksum = ObjectHeader.checksum(of: base)
        base.storeBytes(of: header, as: ObjectHeader.self)
    }

    /// A writer killed between creating and renaming leaves its temporary file; the next one, which
    /// holds the same lock, removes it.
    private static func removeLeftovers(of name: SharedObjectName) {
        guard let directory = opendir(SharedObjectName.directory) else { return }
        defer { closedir(directory) }
        let prefix = "\(name.fileName).new-"
        while let entry = readdir(directory) {
            let file = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if file.hasPrefix(prefix) { unlink("\(SharedObjectName.directory)/\(file)") }
        }
    }
}
