import Common
import Foundation

/// Faults that take a resource away and give it back.
extension FaultInjector {
    /// A file system larger than this is not filled: it is not there for this.
    private static let diskByteCountMax: UInt64 = 1 << 30

    /// Why the state's disk cannot be filled here; nil where it can.
    var diskObstacle: String? {
        var status = statvfs()
        guard statvfs(stateFolder, &status) == 0 else { return "\(stateFolder) is not there" }
        let size = UInt64(status.f_blocks) * UInt64(status.f_frsize)
        guard size <= Self.diskByteCountMax else {
            return "\(stateFolder) is not on a small file system of its own"
        }
        return nil
    }

    /// Fills the state's file system to the last byte, and empties it again. Hit where it was full at
    /// the beginning and at the end.
    func fillDisk(milliseconds: Int64) -> Bool {
        let path = stateFolder + "/filler"
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        defer {
            close(file)
            unlink(path)
        }
        let end = time.now() + .milliseconds(milliseconds)
        let wasFull = isFull(file)
        time.sleep(until: end)
        return isFull(file) && wasFull
    }

    /// Writes until the system refuses even a byte; whether the reason was that there is no room.
    private func isFull(_ file: Int32) -> Bool {
        let chunk = [UInt8](repeating: 0x55, count: 1 << 20)
        var size = chunk.count
        while true {
            let count = write(file, chunk, size)
            if count > 0 { continue }
            if count < 0, errno == EINTR { continue }
            guard count < 0, errno == ENOSPC else { return false }
            if size == 1 { return true }
            size /= 16
        }
    }

    /// Refuses the process every further mapping for a while: its address space is limited to half of
    /// what it has. Hit where the kernel says so, or the process has died of it already.
    func limitMemory(_ pid: Int32, milliseconds: Int64) -> Bool {
        guard let pages = Self.statm(pid), let before = Self.addressSpaceLimit(pid) else {
            return false
        }
        let limit = pages * UInt64(sysconf(Int32(_SC_PAGESIZE))) / 2
        let end = time.now() + .milliseconds(milliseconds)
        guard setAddressSpace(pid, "\(limit):") else { return isGone(pid) }
        let isHit = Self.addressSpaceLimit(pid).map { $0 == "\(limit)" } ?? true
        time.sleep(until: end)
        if !isGone(pid) { _ = setAddressSpace(pid, "\(before):") }
        return isHit
    }

    private func isGone(_ pid: Int32) -> Bool {
        Self.state(of: pid).map { $0 == "Z" } ?? true
    }

    /// By prlimit(1), as the process's own user: where it is another's, only that one may.
    private func setAddressSpace(_ pid: Int32, _ value: String) -> Bool {
        var status = stat()
        guard stat("/proc/\(pid)", &status) == 0 else { return false }
        var command = ["prlimit", "--pid", "\(pid)", "--as=\(value)"]
        if status.st_uid != geteuid() {
            command =
                [
                    "setpriv", "--reuid=\(status.st_uid)", "--regid=\(status.st_gid)",
                    "--clear-groups",
                ]
                + command
        }
        do {
            let answer = try Capture.run(
                command[0], Array(command.dropFirst()),
                environment: ProcessInfo.processInfo.environment, limit: .seconds(5))
            return answer.exit?.isSuccess == true
        } catch {
            return false
        }
    }

    /// Pages of address space, the first number of proc(5)'s statm.
    private static func statm(_ pid: Int32) -> UInt64? {
        // Nil is the answer for a process that has gone.
        let text = try? String(contentsOfFile: "/proc/\(pid)/statm", encoding: .utf8)
        return text?.split(separator: " ").first.flatMap { UInt64($0) }
    }

    private static func addressSpaceLimit(_ pid: Int32) -> String? {
        // Nil is the answer for a process that has gone.
        let text = try? String(contentsOfFile: "/proc/\(pid)/limits", encoding: .utf8)
        let line = text?.split(separator: "\n").first { $0.hasPrefix("Max address space") }
        return line?.split(separator: " ").dropFirst(3).first.map(String.init)
    }
}
