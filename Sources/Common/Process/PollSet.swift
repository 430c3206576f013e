internal import CRealtime
internal import Glibc

/// Waits for several descriptors at once. Owned by one thread; allocates only when it grows.
public struct PollSet {
    /// What to wait for.
    public enum Interest: Sendable { case read, write, none }

    private var entries: [pollfd] = []

    /// An empty set.
    public init() {}

    /// Forgets all descriptors, keeping the memory.
    public mutating func removeAll() { entries.removeAll(keepingCapacity: true) }

    /// Adds a descriptor and returns its position for `isReady(_:)`. A negative one never is.
    @discardableResult
    public mutating func add(_ descriptor: Int32, for interest: Interest) -> Int {
        let events: Int32 =
            switch interest {
            case .read: POLLIN
            case .write: POLLOUT
            case .none: 0
            }
        entries.append(pollfd(fd: descriptor, events: Int16(events), revents: 0))
        return entries.count - 1
    }

    /// Waits until a descriptor is ready or the deadline passes; true when one is.
    public mutating func wait(until deadline: MonotonicInstant) -> Bool {
        entries.withUnsafeMutableBufferPointer {
            crt_poll_until($0.baseAddress, $0.count, deadline.nanoseconds) > 0
        }
    }

    /// Whether the descriptor at `position` can be read or written, has ended or has failed: the
    /// next call on it does not block and tells which.
    public func isReady(_ position: Int) -> Bool { entries[position].revents != 0 }
}
