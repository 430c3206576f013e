import Glibc

/// The supervisor's end of sd_notify for one child: a datagram socket in the runtime folder.
/// Owned by the supervisor's thread; closes and removes itself.
struct NotifySocket: ~Copyable {
    let descriptor: Int32
    let path: String
    private var inode: UInt64 = 0

    /// Binds at `path`, replacing what a dead supervisor left; nil with `errno` set on failure.
    init?(path: String) {
        self.path = path
        mkdir(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]), 0o700)
        descriptor = socket(
            AF_UNIX,
            Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
                | Int32(SOCK_NONBLOCK.rawValue), 0)
        unlink(path)
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard descriptor >= 0, bytes.count < MemoryLayout.size(ofValue: name.sun_path) else {
            if descriptor >= 0 { close(descriptor) }
            errno = ENAMETOOLONG
            return nil
        }
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: bytes) }
        let bound = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0 else {
            close(descriptor)
            return nil
        }
        inode = Self.inode(of: path) ?? 0
    }

    deinit {
        close(descriptor)
        if isReachable { unlink(path) }
    }

    /// Whether the path still leads here: somebody may have cleaned up the folder.
    var isReachable: Bool { Self.inode(of: path) == inode }

    private static func inode(of path: String) -> UInt64? {
        var status = stat()
        return stat(path, &status) == 0 ? UInt64(status.st_ino) : nil
    }

    /// The next waiting message as its lines' keys and values; nil when there is none.
    func next() -> [String: String]? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        guard count >= 0 else { return nil }
        var fields: [String: String] = [:]
        for line in String(decoding: buffer[..<count], as: UTF8.self).split(separator: "\n") {
            guard let cut = line.firstIndex(of: "=") else { continue }
            fields[String(line[..<cut])] = String(line[line.index(after: cut)...])
        }
        return fields
    }
}
