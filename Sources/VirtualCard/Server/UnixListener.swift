internal import CRealtime
internal import Common
internal import Glibc

/// A listening unix socket at a path. Owned by the card thread.
struct UnixListener: ~Copyable {
    private let descriptor: OwnedDescriptor
    private let path: String
    private let inode: UInt64

    /// Listens at `path`, under umask 0117. The caller holds the instance's card lock, so that a
    /// socket file already there is a dead one.
    init(path: String, type: __socket_type) throws(VirtualCardError) {
        let number = socket(AF_UNIX, Int32(type.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else {
            throw .cannotListen(path: path, reason: String(cString: strerror(errno)))
        }
        let descriptor = OwnedDescriptor(adopting: number)
        unlink(path)
        let mask = umask(0o117)
        let bound = Self.withAddress(path) { bind(number, $0, $1) }
        umask(mask)
        guard bound == 0, listen(number, 8) == 0 else {
            let reason = bound == nil ? "the path is too long" : String(cString: strerror(errno))
            throw .cannotListen(path: path, reason: reason)
        }
        descriptor.setNonBlocking()
        self.descriptor = descriptor
        self.path = path
        inode = Self.inode(of: path) ?? 0
    }

    deinit { if isReachable { unlink(path) } }

    /// Whether the path still leads here: somebody may have cleaned up the folder.
    var isReachable: Bool { Self.inode(of: path) == inode }

    private static func inode(of path: String) -> UInt64? {
        var status = stat()
        return stat(path, &status) == 0 ? UInt64(status.st_ino) : nil
    }

    var rawValue: Int32 { descriptor.rawValue }

    /// The next connection, or -1.
    func accept() -> Int32 { crt_accept(descriptor.rawValue) }

    /// Calls `body` with the address of `path`; nil where it is longer than a socket path may be.
    static func withAddress<Value>(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Value
    ) -> Value? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
