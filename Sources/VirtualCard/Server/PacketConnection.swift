internal import Common
internal import Glibc

/// One connection that moves whole packets and never blocks. What the peer does not take at once
/// waits in a bounded backlog; a peer that lets it overflow is given up. Owned by the card thread.
final class PacketConnection {
    /// Packets that may wait: some seconds of completions.
    static let backlogCountMax = 512

    let descriptor: Int32
    private var backlog: [[UInt8]] = []
    private(set) var isBroken = false

    init(adopting descriptor: Int32) {
        self.descriptor = descriptor
        var byteCount: Int32 = 4 << 20
        let size = socklen_t(MemoryLayout<Int32>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &byteCount, size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &byteCount, size)
    }

    deinit { close(descriptor) }

    var wantsToWrite: Bool { !backlog.isEmpty }

    func send(_ message: some CardMessage) {
        withUnsafeBytes(of: message) { bytes in
            if !backlog.isEmpty || !write(bytes) { keep(Array(bytes)) }
        }
    }

    /// Sends what waits, as far as the peer takes it.
    func flush() {
        while let first = backlog.first, first.withUnsafeBytes({ write($0) }) {
            backlog.removeFirst()
        }
    }

    private func keep(_ packet: [UInt8]) {
        if backlog.count >= Self.backlogCountMax { isBroken = true }
        if !isBroken { backlog.append(packet) }
    }

    /// False when the peer takes nothing now.
    private func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard !isBroken else { return true }
        let sent = Glibc.send(
            descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
        if sent >= 0 { return true }
        if errno == EAGAIN || errno == EINTR || errno == ENOBUFS { return false }
        isBroken = true
        return true
    }

    /// The next packet in `memory`, or nil when none waits. Sets `isBroken` at the end.
    func receive(into memory: UnsafeMutableRawBufferPointer) -> UnsafeRawBufferPointer? {
        guard !isBroken else { return nil }
        let count = recv(
            descriptor, memory.baseAddress, memory.count, Int32(MSG_DONTWAIT) | Int32(MSG_TRUNC))
        if count > 0, count <= memory.count {
            return UnsafeRawBufferPointer(rebasing: memory[..<count])
        }
        if count >= 0 || (errno != EAGAIN && errno != EINTR) { isBroken = true }
        return nil
    }
}
