import Atomics
import Common

/// The changing words of a ring's first page.
struct RingLiveWords {
    let base: UnsafeMutableRawPointer

    init(_ object: SharedObject) { base = object.base + ObjectLayout.liveOffset }

    var head: UnsafeAtomic<Int64> { base.atomicInt64(at: 8) }
    var headEpoch: UnsafeAtomic<UInt64> { base.atomicUInt64(at: 16) }
    var writerEpoch: UnsafeAtomic<UInt64> { base.atomicUInt64(at: 24) }
    var writerPid: UnsafeAtomic<UInt64> { base.atomicUInt64(at: 32) }
    var committedCount: UnsafeAtomic<UInt64> { base.atomicUInt64(at: 40) }
    var skippedClaimedCount: UnsafeAtomic<UInt64> { base.atomicUInt64(at: 48) }
    var invalidatedCount: UnsafeAtomic<UInt64> { base.atomicUInt64(at: 56) }
    var lastCommitAt: UnsafeAtomic<Int64> { base.atomicInt64(at: 64) }

    /// The newest committed index of its epoch; nil before the first.
    var newest: (index: FrameIndex, timelineEpoch: UInt64)? {
        let index = head.load(ordering: .acquiring)
        guard index != SlotHeader.noIndex else { return nil }
        return (FrameIndex(index), headEpoch.load(ordering: .acquiring))
    }
}
