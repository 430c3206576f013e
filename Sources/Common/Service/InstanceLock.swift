internal import CRealtime
internal import Glibc

/// Why a lock could not be taken.
public enum InstanceLockError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Another process holds it.
    case held(path: String)
    /// The file cannot be made or locked.
    case system(path: String, errorNumber: Int32)

    public var description: String {
        switch self {
        case .held(let path):
            "\(path) is held: this instance already runs. Stop it, or use another --instance name"
        case .system(let path, let errorNumber):
            "\(path) cannot be locked: \(String(cString: strerror(errorNumber)))"
        }
    }
}

/// The right to be the one process of a kind in an instance: an open-file-description lock on a
/// file of its own that is never unlinked. The descriptor is close-on-exec and never passed on.
/// Any thread; released when the last reference goes, or by the kernel when the process dies.
public final class InstanceLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock on `path` without waiting, making the file where it is missing.
    public init(path: String) throws(InstanceLockError) {
        let descriptor = crt_open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .system(path: path, errorNumber: -descriptor) }
        let result = crt_lock_exclusive(descriptor)
        guard result == 0 else {
            close(descriptor)
            guard result == -EAGAIN || result == -EACCES else {
                throw .system(path: path, errorNumber: -result)
            }
            throw .held(path: path)
        }
        self.descriptor = descriptor
    }

    deinit {
        crt_unlock(descriptor)
        close(descriptor)
    }
}
