import CRealtime
import Glibc

/// The right to write one shared object, held as an open-file-description lock on a file of its own
/// that is never unlinked. The descriptor is fresh, close-on-exec and never passed on: a lock lives
/// as long as any copy of its descriptor, so an inherited one would outlive its owner.
/// Any thread; released when the last reference goes, or by the kernel when the process dies.
public final class ObjectLock: Sendable {
    private let descriptor: Int32
    /// The lock file.
    public let path: String

    private init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit {
        // Unlocked by name, not only closed: a child between fork and exec still holds a copy.
        crt_unlock(descriptor)
        close(descriptor)
    }

    /// Takes the lock of `object`, without waiting. Throws `.locked` when another process (or
    /// another place in this one) holds it, `.system` when the file cannot be made.
    public static func tryAcquire(
        _ object: ObjectName, in plane: FramePlane
    ) throws(SharedObjectError) -> ObjectLock {
        let path = plane.lockPath(object)
        mkdir(plane.locksDirectory, 0o700)
        let descriptor = crt_open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw .system(path: path, call: "open", errno: -descriptor)
        }
        let result = crt_lock_exclusive(descriptor)
        guard result == 0 else {
            close(descriptor)
            guard result == -EAGAIN || result == -EACCES else {
                throw .system(path: path, call: "lock", errno: -result)
            }
            throw .locked(path: path)
        }
        return ObjectLock(descriptor: descriptor, path: path)
    }

    /// True while any process holds the lock of `object`. Takes nothing; two system calls more than
    /// a memory read, so not for every frame.
    public static func isHeld(_ object: ObjectName, in plane: FramePlane) -> Bool {
        let descriptor = crt_open(plane.lockPath(object), O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return crt_lock_is_held(descriptor)
    }
}
