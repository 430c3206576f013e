internal import Common
internal import Synchronization

/// Picture buffers that are used again, so that the steady state allocates no memory. Any thread.
final class FramePool: Sendable {
    private struct State: @unchecked Sendable {
        // Sendable because the pointers are touched under the lock only.
        var free: [UnsafeMutableRawPointer] = []
        var made = 0
    }

    let byteCount: Int
    /// The most buffers that exist at once: the memory bound.
    let capacity: Int
    private let state = Mutex(State())

    init(byteCount: Int, capacity: Int) {
        self.byteCount = byteCount
        self.capacity = capacity
    }

    deinit {
        state.withLock { for pointer in $0.free { pointer.deallocate() } }
    }

    /// A buffer with old content, or nil when all are out.
    func take() -> PooledFrame? {
        let pointer: UnsafeMutableRawPointer? = state.withLock { state in
            if let pointer = state.free.popLast() { return pointer }
            guard state.made < capacity else { return nil }
            state.made += 1
            return .allocate(byteCount: byteCount, alignment: 4096)
        }
        return pointer.map { PooledFrame(pointer: $0, pool: self) }
    }

    fileprivate func give(back pointer: UnsafeMutableRawPointer) {
        state.withLock { $0.free.append(pointer) }
    }
}

/// One picture. Written by the thread that took it and, once handed on, only read; goes back to its
/// pool with the last reference.
final class PooledFrame: @unchecked Sendable {
    // Sendable because it is written before it is shared, and never after.
    private let pointer: UnsafeMutableRawPointer
    private let pool: FramePool

    init(pointer: UnsafeMutableRawPointer, pool: FramePool) {
        self.pointer = pointer
        self.pool = pool
    }

    deinit { pool.give(back: pointer) }

    /// The picture, to be filled before it is handed on.
    var writable: UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(start: pointer, count: pool.byteCount)
    }
    /// The picture.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(writable) }
}
