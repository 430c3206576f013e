internal import Glibc

/// The socket files of a coordinator, kept true: bound under a name of their own and renamed into
/// place, watched, and bound anew when somebody removes or replaces one. Owned by one thread.
///
/// Binding in place would unlink whatever is there and, when an old listener closes later, unlink
/// its successor too; a rename does neither.
final class SocketFolder {
    private struct Bound {
        let socket: ZeroMQSocket
        let path: String
        var endpoint: String
        var inode: ino_t
    }

    private let folder: String
    private var bound: [Bound] = []
    private var generation = 0
    /// To be polled for reading; -1 where watching is not possible.
    private(set) var watch: Int32

    init(folder: String) {
        self.folder = folder
        watch = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        beginWatching()
    }

    deinit { close() }

    private func beginWatching() {
        let events =
            IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_DELETE_SELF | IN_MOVE_SELF
        if watch >= 0 { inotify_add_watch(watch, folder, UInt32(events)) }
    }

    func bind(_ socket: ZeroMQSocket, to path: String) throws(TransportError) {
        let (endpoint, inode) = try bindAndRename(socket, to: path)
        bound.append(Bound(socket: socket, path: path, endpoint: endpoint, inode: inode))
    }

    private func bindAndRename(
        _ socket: ZeroMQSocket, to path: String
    ) throws(TransportError) -> (String, ino_t) {
        generation += 1
        // Shorter than the final name, so that it fits wherever that one does.
        let temporary = "\(folder)/.b\(generation % 1_000)"
        let previous = umask(0o117)
        defer { umask(previous) }
        try socket.bind("ipc://\(temporary)")
        guard let inode = Self.inode(of: temporary), rename(temporary, path) == 0 else {
            let reason = String(cString: strerror(errno))
            socket.unbind("ipc://\(temporary)")
            throw .system(call: "rename", path: path, reason: reason)
        }
        return ("ipc://\(temporary)", inode)
    }

    private static func inode(of path: String) -> ino_t? {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_ino : nil
    }

    /// Binds anew every socket whose file has gone or is another's; the count of them.
    func maintain() -> Int {
        guard drainWatch() else { return 0 }
        var repaired = 0
        for position in bound.indices
        where Self.inode(of: bound[position].path)
            != bound[position].inode
        {
            mkdir(folder, 0o700)
            let old = bound[position]
            guard let (endpoint, inode) = try? bindAndRename(old.socket, to: old.path) else {
                continue
            }
            old.socket.unbind(old.endpoint)
            bound[position].endpoint = endpoint
            bound[position].inode = inode
            repaired += 1
        }
        if repaired > 0 { beginWatching() }
        return repaired
    }

    private func drainWatch() -> Bool {
        guard watch >= 0 else { return false }
        var bytes: [UInt8] = Array(repeating: 0, count: 4_096)
        var any = false
        while read(watch, &bytes, bytes.count) > 0 { any = true }
        return any
    }

    /// Removes our own socket files and stops watching.
    func close() {
        for each in bound where Self.inode(of: each.path) == each.inode { unlink(each.path) }
        bound = []
        if watch >= 0 { Glibc.close(watch) }
        watch = -1
    }
}
