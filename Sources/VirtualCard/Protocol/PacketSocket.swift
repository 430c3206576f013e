internal import Glibc

/// One SOCK_SEQPACKET descriptor, closed with the value. Moves packets whole; never blocks.
struct PacketSocket: ~Copyable {
    let descriptor: Int32

    init(adopting descriptor: Int32) { self.descriptor = descriptor }
    deinit { close(descriptor) }

    /// What became of a packet.
    enum Outcome: Equatable {
        case moved(byteCount: Int)
        case wouldBlock
        case disconnected
        /// The packet is larger than the socket takes.
        case tooLarge
    }

    static func makeDescriptor() -> Int32 {
        socket(
            AF_UNIX,
            Int32(SOCK_SEQPACKET.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
                | Int32(SOCK_CLOEXEC.rawValue), 0)
    }

    /// Calls `body` with the address of `path`; nil where the path is longer than sun_path.
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

    /// Asks for room for several slots of 16-channel sound in either direction.
    static func enlargeBuffers(_ descriptor: Int32) {
        var byteCount: Int32 = 4 << 20
        let size = socklen_t(MemoryLayout<Int32>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &byteCount, size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &byteCount, size)
    }

    func send(_ packet: UnsafeRawBufferPointer) -> Outcome {
        let sent = Glibc.send(
            descriptor, packet.baseAddress, packet.count,
            Int32(MSG_NOSIGNAL.rawValue) | Int32(MSG_DONTWAIT.rawValue))
        if sent >= 0 { return .moved(byteCount: sent) }
        switch errno {
        case EAGAIN, EINTR, ENOBUFS, ENOMEM: return .wouldBlock
        case EMSGSIZE: return .tooLarge
        default: return .disconnected
        }
    }

    func receive(into memory: UnsafeMutableRawBufferPointer) -> Outcome {
        let received = recv(
            descriptor, memory.baseAddress, memory.count,
            Int32(MSG_DONTWAIT.rawValue) | Int32(MSG_TRUNC.rawValue))
        if received > memory.count { return .tooLarge }
        if received > 0 { return .moved(byteCount: received) }
        if received == 0 { return .disconnected }
        switch errno {
        case EAGAIN, EINTR: return .wouldBlock
        default: return .disconnected
        }
    }
}
