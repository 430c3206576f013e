internal import Common
internal import Glibc

/// The monitor's thread: accepts a viewer and writes to it what the card offers. Owned by that thread.
final class MonitorServer {
    private let path: String
    private var listener: UnixListener
    private let header: [UInt8]
    private let patienceSeconds: Int
    private var viewer: Int32 = -1
    private let time = SystemTimeSource()

    init(path: String, listener: consuming UnixListener, header: [UInt8], patienceSeconds: Int) {
        self.path = path
        self.listener = listener
        self.header = header
        self.patienceSeconds = patienceSeconds
    }

    /// Serves until the queue is closed, and sends what is left in it. `isWatched` is told when somebody comes or goes.
    func run(_ queue: BoundedQueue<MonitorFrame>, isWatched: (Bool) -> Void) {
        var polls = PollSet()
        while true {
            if viewer < 0 {
                if queue.isClosed { break }
                polls.removeAll()
                polls.add(listener.rawValue, for: .read)
                _ = polls.wait(until: time.now() + .milliseconds(200))
                bindAgainIfRemoved()
            }
            let wasWatched = viewer >= 0
            accept()
            // A newer viewer that goes at once takes the one before it along.
            if (viewer >= 0) != wasWatched { isWatched(viewer >= 0) }
            guard viewer >= 0 else {
                // What came just before the viewer left.
                while queue.pop() != nil {}
                continue
            }
            guard let frame = queue.pop(until: time.now() + .milliseconds(100)) else {
                if queue.isClosed { break }
                continue
            }
            if !send(frame) {
                leave()
                isWatched(false)
            }
        }
        leave()
    }

    /// Takes a newer viewer in place of the one there is.
    private func accept() {
        let descriptor = listener.accept()
        guard descriptor >= 0 else { return }
        leave()
        var patience = timeval(tv_sec: patienceSeconds, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience,
            socklen_t(MemoryLayout<timeval>.size))
        var byteCount: Int32 = 4 << 20
        setsockopt(
            descriptor, SOL_SOCKET, SO_SNDBUF, &byteCount, socklen_t(MemoryLayout<Int32>.size))
        viewer = descriptor
        if !header.withUnsafeBytes({ write($0) }) { leave() }
    }

    private func leave() {
        if viewer >= 0 { close(viewer) }
        viewer = -1
    }

    /// What cannot be bound now is tried again at the next turn, while nobody watches.
    private func bindAgainIfRemoved() {
        if !listener.isReachable, let again = try? UnixListener(path: path, type: SOCK_STREAM) {
            listener = again
        }
    }

    private func send(_ frame: MonitorFrame) -> Bool {
        var head: [UInt8] = []
        head.reserveCapacity(32)
        func put(_ number: some FixedWidthInteger) {
            withUnsafeBytes(of: number.littleEndian) { head.append(contentsOf: $0) }
        }
        put(frame.tick)
        put(frame.index ?? .min)
        put(UInt32(frame.isHeld ? 1 : 0))
        put(UInt32(frame.picture.bytes.count))
        put(UInt64(0))
        return head.withUnsafeBytes { write($0) } && write(frame.picture.bytes)
    }

    /// Writes all of it; false when the viewer has gone or takes nothing.
    private func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var done = 0
        while done < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
            let count = Glibc.send(viewer, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            done += count
        }
        return true
    }
}
