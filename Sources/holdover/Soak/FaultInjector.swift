import Common
import Foundation
import Frames

/// Does to a process what was drawn, and finds out whether it was hit.
struct FaultInjector {
    let target: any SoakTarget
    let paths: InstancePaths
    /// Where the show keeps its state, as seen from here.
    let stateFolder: String
    let time = SystemTimeSource()

    /// What came of a fault.
    struct Result {
        /// When it was done.
        let at: MonotonicInstant
        /// Whether it was seen to have its effect.
        let isHit: Bool
        /// Whether the daemon was ready again within half a minute.
        let isBack: Bool
    }

    init(target: any SoakTarget, paths: InstancePaths, stateFolder: String) {
        self.target = target
        self.paths = paths
        self.stateFolder = stateFolder
    }

    /// Does it and waits until the daemon is ready again.
    func inject(_ drawn: DrawnFault) -> Result {
        guard let before = target.process(drawn.daemon) else {
            return Result(at: time.now(), isHit: false, isBack: false)
        }
        let at = time.now()
        let isHit =
            switch drawn.fault {
            case .kill: kill(before.pid)
            case .stop: stop(before.pid, milliseconds: drawn.stopMilliseconds)
            case .child: killChild(of: before.pid)
            case .header: scribble(drawn.daemon)
            case .socket: removeSocket()
            case .disk: fillDisk(milliseconds: drawn.stopMilliseconds)
            case .memory: limitMemory(before.pid, milliseconds: drawn.stopMilliseconds)
            }
        let isBack = waits(.seconds(30)) {
            guard let now = target.process(drawn.daemon), target.isReady(drawn.daemon) else {
                return false
            }
            return drawn.fault != .kill || now.restarts > before.restarts
        }
        return Result(at: at, isHit: isHit, isBack: isBack)
    }

    private func kill(_ pid: Int32) -> Bool {
        guard Glibc.kill(pid, SIGKILL) == 0 else { return false }
        return waits(.seconds(5)) { Self.state(of: pid) == nil || Self.state(of: pid) == "Z" }
    }

    private func stop(_ pid: Int32, milliseconds: Int64) -> Bool {
        guard Glibc.kill(pid, SIGSTOP) == 0 else { return false }
        let end = time.now() + .milliseconds(milliseconds)
        let isHit = waits(.milliseconds(500)) {
            // Gone already: the watchdog was quicker than we.
            Self.state(of: pid).map { $0 == "T" } ?? true
        }
        time.sleep(until: end)
        Glibc.kill(pid, SIGCONT)
        return isHit
    }

    private func killChild(of pid: Int32) -> Bool {
        guard let child = Self.children(of: pid).randomElement(),
            Glibc.kill(child, SIGKILL) == 0
        else { return false }
        return waits(.seconds(5)) { Self.state(of: child) == nil || Self.state(of: child) == "Z" }
    }

    /// Hit once another object, made anew, has the name.
    private func scribble(_ daemon: String) -> Bool {
        let object: ObjectName =
            switch daemon {
            case "renderd.a": .programA
            case "renderd.b": .programB
            default: .input(1)
            }
        let path = paths.sharedMemoryPath("\(object)")
        guard let before = Self.inode(path), let file = fopen(path, "r+") else { return false }
        var noise = [UInt8](repeating: 0xA5, count: 64)
        fwrite(&noise, 1, noise.count, file)
        fclose(file)
        return waits(.seconds(10)) { Self.inode(path).map { $0 != before } ?? false }
    }

    /// Hit once the coordinator has bound the name anew.
    private func removeSocket() -> Bool {
        let path = paths.socket("control")
        guard unlink(path) == 0 else { return false }
        return waits(.seconds(10)) { Self.inode(path) != nil }
    }

    private static func inode(_ path: String) -> UInt64? {
        var status = stat()
        return stat(path, &status) == 0 ? UInt64(status.st_ino) : nil
    }

    /// The process's state letter of proc(5); nil where there is none.
    static func state(of pid: Int32) -> Character? {
        fields(pid)?.first?.first
    }

    private static func children(of pid: Int32) -> [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap(Int32.init).filter { fields($0)?.dropFirst().first == "\(pid)" }
    }

    /// State, parent and so on: what follows the name, which may hold anything, in proc(5)'s stat.
    private static func fields(_ pid: Int32) -> [Substring]? {
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let cut = text.lastIndex(of: ")")
        else { return nil }
        return text[text.index(after: cut)...].split(separator: " ")
    }

    private func waits(_ span: Nanoseconds, until condition: () -> Bool) -> Bool {
        let deadline = time.now() + span
        while !condition() {
            guard time.now() < deadline else { return false }
            time.sleep(until: time.now() + .milliseconds(5))
        }
        return true
    }
}
