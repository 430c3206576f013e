import Common
import Glibc
import Logging
import Synchronization

/// Tells of changes below a folder: inotify, no polling, one report for a burst.
///
/// Owned by its own thread, which sleeps in poll(2). An editor that saves a file touches it several
/// times, a checkout touches hundreds: a report goes out once nothing has moved for `quiet`, or
/// `burst` after the first change when something never rests. A folder that goes away is found
/// again when it comes back, through its nearest parent.
final class DirectoryWatcher: Sendable {
    /// Stillness that ends a burst.
    static let quiet: Int32 = 75
    /// Longest burst: a hundred saves within a second are one.
    static let burst = Nanoseconds.seconds(2)

    /// What changed in one burst.
    struct Report: Sendable, Equatable {
        /// Relative paths, sorted; empty: anything may have changed.
        let paths: [String]
        /// How many notifications it stands for.
        let notifications: Int
    }

    private let root: String
    private let stopPipe: (read: Int32, write: Int32)
    private let thread: Mutex<JoinableThread?>

    /// Starts watching; `onChange` is called on the watcher's thread.
    init(
        root: String, time: any TimeSource, log: Logger,
        onChange: @escaping @Sendable (Report) -> Void
    ) {
        self.root = root
        var ends: [Int32] = [-1, -1]
        _ = pipe(&ends)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        stopPipe = (ends[0], ends[1])
        let stop = ends[0]
        thread = Mutex(nil)
        let started = WorkerThread.start(named: "ic.watch", owner: "control", .degrading) {
            var loop = WatchLoop(root: root, stop: stop, time: time, log: log)
            loop.run(onChange)
        }
        thread.withLock { $0 = started }
    }

    /// Ends the thread; blocks until it has.
    func stop() {
        guard let running = thread.withLock({ $0.take() }) else { return }
        close(stopPipe.write)
        running.join()
        close(stopPipe.read)
    }
}

/// What the watcher's thread owns.
private struct WatchLoop {
    private let root: String
    private let stop: Int32
    private let time: any TimeSource
    private let log: Logger
    private var descriptor: Int32 = -1
    /// Watch number → folder relative to the root; nil for a parent of a missing root.
    private var folders: [Int32: String?] = [:]
    private var changed: Set<String> = []
    private var anything = false
    private var notifications = 0

    /// Folders below the root that are watched.
    private static let folderMaximum = 512

    init(root: String, stop: Int32, time: any TimeSource, log: Logger) {
        self.root = root
        self.stop = stop
        self.time = time
        self.log = log
    }

    mutating func run(_ onChange: (DirectoryWatcher.Report) -> Void) {
        attach()
        defer { close(descriptor) }
        while wait(milliseconds: -1) == .readable {
            let begin = time.now()
            read()
            while time.now() - begin < DirectoryWatcher.burst {
                let outcome = wait(milliseconds: DirectoryWatcher.quiet)
                if outcome == .stopped { return }
                if outcome == .quiet { break }
                read()
            }
            guard anything || !changed.isEmpty else { continue }
            onChange(
                DirectoryWatcher.Report(
                    paths: anything ? [] : changed.sorted(), notifications: notifications))
            changed = []
            anything = false
            notifications = 0
        }
    }

    private enum Wait { case readable, quiet, stopped }

    private func wait(milliseconds: Int32) -> Wait {
        var set = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: stop, events: Int16(POLLIN), revents: 0),
        ]
        var count = poll(&set, 2, milliseconds)
        while count < 0, errno == EINTR { count = poll(&set, 2, milliseconds) }
        if set[1].revents != 0 || count < 0 { return .stopped }
        return set[0].revents != 0 ? .readable : .quiet
    }

    /// Starts afresh: the root and all below it, or its nearest parent while it is missing.
    private mutating func attach() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
        folders = [:]
        if watch(root, as: "") {
            watchChildren(of: "")
            return
        }
        log.warning(
            "the shader folder \(root) cannot be watched; waiting for it",
            metadata: ["path": "\(root)"])
        var parent = root
        while let slash = parent.lastIndex(of: "/") {
            parent = String(parent[..<slash])
            let number = inotify_add_watch(
                descriptor, parent.isEmpty ? "/" : parent, UInt32(IN_CREATE | IN_MOVED_TO))
            if number >= 0 {
                folders[number] = .some(nil)
                return
            }
        }
    }

    private mutating func watch(_ path: String, as folder: String) -> Bool {
        guard folders.count < Self.folderMaximum else { return false }
        let mask =
            IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE | IN_DELETE_SELF
            | IN_MOVE_SELF | Int32(IN_ONLYDIR)
        let number = inotify_add_watch(descriptor, path, UInt32(bitPattern: mask))
        if number >= 0 { folders[number] = folder }
        return number >= 0
    }

    private mutating func watchChildren(of folder: String) {
        let path = folder.isEmpty ? root : root + "/" + folder
        guard let directory = opendir(path) else { return }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            guard entry.pointee.d_type == UInt8(DT_DIR) else { continue }
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard !name.hasPrefix(".") else { continue }
            let child = folder.isEmpty ? name : folder + "/" + name
            if watch(root + "/" + child, as: child) { watchChildren(of: child) }
        }
    }

    private mutating func read() {
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        var mustAttach = false
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            var at = 0
            while at + 16 <= count {
                let (number, mask, length) = buffer.withUnsafeBytes { bytes in
                    (
                        bytes.loadUnaligned(fromByteOffset: at, as: Int32.self),
                        bytes.loadUnaligned(fromByteOffset: at + 4, as: UInt32.self),
                        Int(bytes.loadUnaligned(fromByteOffset: at + 12, as: UInt32.self))
                    )
                }
                let raw = buffer[(at + 16)..<min(count, at + 16 + length)]
                let name = String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
                if note(number, mask: Int32(bitPattern: mask), name: name) { mustAttach = true }
                at += 16 + length
            }
        }
        if mustAttach {
            anything = true
            attach()
        }
    }

    /// Notes one notification; true when the watches must be set up afresh.
    private mutating func note(_ number: Int32, mask: Int32, name: String) -> Bool {
        if mask & IN_Q_OVERFLOW != 0 { return true }
        guard let known = folders[number] else { return false }
        guard let folder = known else { return true }
        notifications += 1
        if mask & (IN_DELETE_SELF | IN_MOVE_SELF) != 0 { return folder.isEmpty }
        let path = folder.isEmpty ? name : folder + "/" + name
        if mask & Int32(IN_ISDIR) != 0 {
            anything = true
            if mask & (IN_CREATE | IN_MOVED_TO) != 0, watch(root + "/" + path, as: path) {
                watchChildren(of: path)
            }
            return false
        }
        // A created file is empty until it is closed; editors' own files are not shaders.
        let isOurs = !name.hasPrefix(".") && !name.hasSuffix("~") && !name.hasSuffix(".swp")
        if isOurs, mask & IN_CREATE == 0 { changed.insert(path) }
        return false
    }
}
