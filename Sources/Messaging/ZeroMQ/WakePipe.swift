internal import Common
internal import Glibc
internal import Synchronization

/// Ends a poll from another thread. `wake` may be called by any thread, the rest belongs to the
/// polling one. The descriptors live as long as anybody can still call `wake`.
final class WakePipe: Sendable {
    let readEnd: Int32
    private let writeEnd: Int32
    private let isSignalled = Atomic<Bool>(false)

    init() throws(TransportError) {
        var ends: [Int32] = [-1, -1]
        let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        guard socketpair(AF_UNIX, Int32(kind), 0, &ends) == 0 else {
            throw .system(
                call: "socketpair", path: "wake-up", reason: String(cString: strerror(errno)))
        }
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// Any thread; many calls before the poll look at it once cost one system call.
    func wake() {
        guard !isSignalled.exchange(true, ordering: .acquiringAndReleasing) else { return }
        var byte: UInt8 = 1
        _ = write(writeEnd, &byte, 1)
    }

    /// To be called before looking for work, so that no wake-up falls between. Reading first and
    /// lowering the flag after it is what makes that true: the other way round could swallow the
    /// byte of a newer wake and leave its flag up for ever.
    func drain() {
        var bytes: [UInt8] = Array(repeating: 0, count: 16)
        while read(readEnd, &bytes, bytes.count) > 0 {}
        isSignalled.store(false, ordering: .sequentiallyConsistent)
    }
}

/// Milliseconds for a poll that must not end before the deadline; -1: wait without end.
func pollTimeout(until deadline: MonotonicInstant, now: MonotonicInstant) -> Int {
    guard deadline != .distantFuture else { return -1 }
    let left = max(0, (deadline - now).count)
    return Int((left + 999_999) / 1_000_000)
}
