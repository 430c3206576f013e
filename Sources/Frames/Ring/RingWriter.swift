import Atomics
import CRealtime
public import Common
import Glibc

/// The one writer of a ring. Owned by the thread that draws or captures; one `RingWriter` for each
/// ring object of the instance, enforced by the object's lock.
///
/// Writing is a typestate: `begin` gives a `WritableSlot` or nil, the slot is filled in place, and
/// `commit` publishes it. Several slots may be open at once (a read-back ring), each for its own index.
///
/// A writer that dies at any point leaves a ring that readers go on reading: the slot it was writing is
/// odd, hence unreadable, until the next writer attaches and invalidates it. The object survives its
/// writer; only damage, another shape or another layout version makes a new one.
public final class RingWriter: @unchecked Sendable {
    // Unchecked: handed to its thread once and used there only.

    /// The ring's name.
    public let name: SharedObjectName
    /// The ring's shape.
    public let layout: RingLayout
    /// This process's epoch, stamped on each slot.
    public let writerEpoch: UInt64
    /// How often the object had to be made again while this writer lived.
    public private(set) var recreatedCount = 0
    /// Slots not written because a device still shows them.
    public private(set) var skippedClaimedCount = 0
    /// Why the object could not be made again, while `begin` returns nil for that.
    public private(set) var lastError: SharedObjectError?
    /// Told each step of a write; tests die there.
    package var onStep: FrameStepHook?

    private(set) var object: SharedObject
    private let lock: ObjectLock
    private let plane: FramePlane
    private let timeline: TimelineReader?
    private let claimRow: Int?
    private let clock: any TimeSource
    private var fixedHeader: FixedHeaderCopy

    /// Takes the ring's lock, then attaches to the object a predecessor left, or makes a new one.
    /// Blocks while memory is allocated and touched (some ms for each 8 MiB).
    ///
    /// - Parameters:
    ///   - object: which ring; its kind must be that of `layout`.
    ///   - writerEpoch: random for each process start.
    ///   - timeline: where claims are read; nil for rings that are never lent to a device.
    /// - Throws: `.locked` where another process writes it, `.foreign` where the name is taken by
    ///   something else, `.noSpace`, `.system`.
    public convenience init(
        _ object: ObjectName, in plane: FramePlane, layout: RingLayout, writerEpoch: UInt64,
        timeline: TimelineReader? = nil, clock: any TimeSource = SystemTimeSource()
    ) throws(SharedObjectError) {
        try self.init(
            object, in: plane, layout: layout, writerEpoch: writerEpoch, timeline: timeline,
            clock: clock, onStep: nil)
    }

    package init(
        _ object: ObjectName, in plane: FramePlane, layout: RingLayout, writerEpoch: UInt64,
        timeline: TimelineReader?, clock: any TimeSource, onStep: FrameStepHook?
    ) throws(SharedObjectError) {
        precondition(RingKind(object: object) == layout.kind, "the layout is for another object")
        self.plane = plane
        self.name = plane.name(object)
        self.layout = layout
        self.writerEpoch = writerEpoch
        self.timeline = timeline
        self.clock = clock
        self.claimRow = TimelineLayout.claimRow(object)
        self.lock = try ObjectLock.tryAcquire(object, in: plane)
        self.object = try RingStorage.attachOrCreate(
            name, layout: layout, at: clock.now(), onStep: onStep)
        self.onStep = onStep
        self.fixedHeader = FixedHeaderCopy(of: self.object)
        introduce()
    }

    /// Where the object lies now; changes when it is made again.
    public var objectIdentity: UInt64 { object.identity }

    /// The newest committed index of its epoch; nil before the first.
    public var newest: (index: FrameIndex, timelineEpoch: UInt64)? {
        RingLiveWords(object).newest
    }

    /// Opens the slot of `index` for writing. Nil, counted, where a device still shows the slot
    /// (draw the next index), or where the object was lost and cannot be made again (`lastError`).
    /// Does not block, except to make a damaged object again.
    public func begin(index: FrameIndex, timelineEpoch: UInt64) -> WritableSlot? {
        guard ensureSound() else { return nil }
        let slot = layout.slot(of: index)
        timeline?.followRetirement()
        guard !isClaimed(slot) else { return skip() }
        onStep?(.claimsScanned)
        let cell = SlotCell(base: object.base + layout.slotOffset(slot))
        let even = cell.sequence.load(ordering: .relaxed) & ~1
        cell.sequence.store(even &+ 1, ordering: .sequentiallyConsistent)
        onStep?(.oddStored)
        guard !isClaimed(slot) else {
            cell.sequence.store(even, ordering: .releasing)
            return skip()
        }
        onStep?(.claimsScannedAgain)
        // No store to the slot may become visible before the odd sequence.
        atomicMemoryFence(ordering: .sequentiallyConsistent)
        cell.timelineEpoch.store(timelineEpoch, ordering: .relaxed)
        cell.index.store(index.value, ordering: .relaxed)
        onStep?(.pendingIndexStored)
        return WritableSlot(
            writer: self, object: object, slot: slot, oddSequence: even &+ 1, index: index,
            timelineEpoch: timelineEpoch)
    }

    /// Says that the ring ends here: readers stop waiting at once and look for another.
    public func retire() { object.retire() }

    func commit(_ slot: borrowing WritableSlot, _ metadata: FrameMetadata) {
        let cell = SlotCell(base: slot.object.base + layout.slotOffset(slot.slot))
        cell.write(
            SlotHeader(
                index: slot.index, timelineEpoch: slot.timelineEpoch, writerEpoch: writerEpoch,
                metadata: metadata, layout: layout))
        onStep?(.metadataWritten)
        cell.sequence.store(slot.oddSequence &+ 1, ordering: .releasing)
        onStep?(.evenStored)
        let words = RingLiveWords(slot.object)
        words.committedCount.store(
            words.committedCount.load(ordering: .relaxed) &+ 1, ordering: .relaxed)
        words.lastCommitAt.store(metadata.renderEnd.nanoseconds, ordering: .relaxed)
        words.headEpoch.store(slot.timelineEpoch, ordering: .releasing)
        words.head.store(slot.index.value, ordering: .releasing)
        onStep?(.headStored)
        slot.object.signalChange()
        onStep?(.readersWoken)
    }

    func abandon(_ slot: borrowing WritableSlot) {
        RingStorage.invalidate(
            SlotCell(base: slot.object.base + layout.slotOffset(slot.slot)),
            even: slot.oddSequence &+ 1)
    }

    private func isClaimed(_ slot: Int) -> Bool {
        guard let claimRow, let timeline else { return false }
        return timeline.isClaimed(row: claimRow, slot: slot, ring: object.identity)
    }

    private func skip() -> WritableSlot? {
        skippedClaimedCount += 1
        RingLiveWords(object).skippedClaimedCount.store(
            UInt64(skippedClaimedCount), ordering: .relaxed)
        return nil
    }

    /// Checks that the object is still the one this writer made: not truncated, not removed or
    /// replaced by name, header unharmed. Makes it again where it is not. About 2 µs.
    private func ensureSound() -> Bool {
        if fixedHeader.isSound(object) { return true }
        object.retire()
        do {
            object = try RingStorage.create(name, layout: layout, at: clock.now(), onStep: onStep)
        } catch {
            lastError = error
            return false
        }
        lastError = nil
        recreatedCount += 1
        fixedHeader = FixedHeaderCopy(of: object)
        introduce()
        return true
    }

    private func introduce() {
        let words = RingLiveWords(object)
        words.writerEpoch.store(writerEpoch, ordering: .relaxed)
        words.writerPid.store(UInt64(getpid()), ordering: .relaxed)
        words.skippedClaimedCount.store(UInt64(skippedClaimedCount), ordering: .relaxed)
    }
}
