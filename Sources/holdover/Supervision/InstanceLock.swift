import CRealtime
import Common
import Frames
import Glibc

/// The right to supervise an instance; held until it goes, or the process dies.
struct InstanceLock: ~Copyable {
    private let descriptor: Int32

    /// Takes the lock. Throws where the instance is supervised already, here or by systemd.
    init(_ paths: InstancePaths) throws(CommandFailure) {
        let path = paths.lock("supervisor")
        descriptor = crt_open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure(
                "cannot open \(path): \(String(cString: strerror(-descriptor)))",
                remedy: "Make \(paths.runtime) writable, or set XDG_RUNTIME_DIR")
        }
        guard crt_lock_exclusive(descriptor) == 0 else {
            close(descriptor)
            let owner = SupervisorRecord.read(paths).map { " (process \($0.pid))" } ?? ""
            throw CommandFailure(
                "instance \"\(paths.instance)\" is already up\(owner)",
                remedy: "Stop that one with Ctrl-C, or choose another name with --instance")
        }
        guard !ObjectLock.isHeld(.timeline, in: FramePlane(paths)) else {
            close(descriptor)
            throw CommandFailure(
                "instance \"\(paths.instance)\" is already on air: an outputd holds its timeline",
                remedy: "Stop its units (systemctl stop holdover.target), or use --instance")
        }
    }

    deinit { close(descriptor) }
}
