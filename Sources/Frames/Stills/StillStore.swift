import Atomics
import CRealtime
import Common
import Glibc

/// Slots of single pictures that their one writer keeps and lends itself: the storage of hold and
/// slate. Laid out like a ring, but any picture may lie in any slot. Owned by the playout thread.
final class StillStore {
    let layout: RingLayout
    private(set) var object: SharedObject
    private var fixedHeader: FixedHeaderCopy
    private let name: SharedObjectName
    private let lock: ObjectLock
    private let processEpoch: UInt64
    private var lentCounts: [Int]
    /// When each slot was last written, counted; 0 for never or by a predecessor.
    private var writtenAt: [UInt64]
    private var writeCount: UInt64 = 0
    var onStep: FrameStepHook?

    init(
        _ object: ObjectName, in plane: FramePlane, layout: RingLayout, processEpoch: UInt64,
        at now: MonotonicInstant
    ) throws(SharedObjectError) {
        lock = try ObjectLock.tryAcquire(object, in: plane)
        name = plane.name(object)
        self.object = try RingStorage.attachOrCreate(name, layout: layout, at: now)
        fixedHeader = FixedHeaderCopy(of: self.object)
        self.layout = layout
        self.processEpoch = processEpoch
        lentCounts = [Int](repeating: 0, count: layout.slotCount)
        writtenAt = [UInt64](repeating: 0, count: layout.slotCount)
        introduce()
    }

    /// Makes the object again where it was truncated, removed, replaced by name or scribbled on.
    /// True when it did: the new one is empty, and nothing of it is lent. One system call otherwise.
    func remakeIfDamaged(at now: MonotonicInstant) -> Bool {
        if fixedHeader.isSound(object) { return false }
        // Without room for a new one the old mapping serves on; its damaged part reads as zeroes.
        guard let remade = try? RingStorage.create(name, layout: layout, at: now) else {
            return false
        }
        object.retire()
        object = remade
        fixedHeader = FixedHeaderCopy(of: remade)
        lentCounts = [Int](repeating: 0, count: layout.slotCount)
        writtenAt = [UInt64](repeating: 0, count: layout.slotCount)
        introduce()
        return true
    }

    /// The picture in `slot`, if it is whole. `isDeep` also compares the payload's checksum, about
    /// 1 ms for 4 MiB: for what a predecessor left.
    func view(_ slot: Int, isDeep: Bool) -> FrameView? {
        let base = object.base + layout.slotOffset(slot)
        let (header, isStable) = SlotCell(base: base).copy()
        guard isStable, header.sequence != 0, header.index != SlotHeader.noIndex,
            SlotCell.isChecksumRight(header), header.fits(layout), !object.isDamaged
        else { return nil }
        let view = FrameView(object: object, layout: layout, slot: slot, header: header)
        guard isDeep else { return view }
        return Self.checksum(view.payload) == header.payloadChecksum && !object.isDamaged
            ? view : nil
    }

    /// The least recently written slot that is not lent and not in `kept`; nil where all are.
    func freeSlot(among slots: Range<Int>, except kept: Int?) -> Int? {
        slots.filter { lentCounts[$0] == 0 && $0 != kept }
            .min { writtenAt[$0] < writtenAt[$1] }
    }

    /// Writes a picture: `fill` gets the payload and says whether it is good. Nil where it is not:
    /// the slot then holds nothing.
    func write(
        slot: Int, index: FrameIndex, timelineEpoch: UInt64, metadata: FrameMetadata,
        fill: (UnsafeMutableRawBufferPointer) -> Bool
    ) -> FrameView? {
        let base = object.base + layout.slotOffset(slot)
        let cell = SlotCell(base: base)
        let even = cell.sequence.load(ordering: .relaxed) & ~1
        cell.sequence.store(even &+ 1, ordering: .sequentiallyConsistent)
        atomicMemoryFence(ordering: .sequentiallyConsistent)
        let payload = UnsafeMutableRawBufferPointer(
            start: base + layout.payloadOffset, count: layout.payloadByteCount)
        guard fill(payload) else {
            RingStorage.invalidate(cell, even: even &+ 2)
            return nil
        }
        onStep?(.heldPayloadHalfWritten)
        var metadata = metadata
        metadata.audioSampleCount = 0
        metadata.ancillaryByteCount = 0
        var header = SlotHeader(
            index: index, timelineEpoch: timelineEpoch, writerEpoch: processEpoch,
            metadata: metadata, layout: layout)
        header.payloadChecksum = Self.checksum(UnsafeRawBufferPointer(payload))
        cell.write(header)
        cell.sequence.store(even &+ 2, ordering: .releasing)
        writeCount += 1
        writtenAt[slot] = writeCount
        let words = RingLiveWords(object)
        words.committedCount.store(
            words.committedCount.load(ordering: .relaxed) &+ 1, ordering: .relaxed)
        words.headEpoch.store(timelineEpoch, ordering: .releasing)
        words.head.store(index.value, ordering: .releasing)
        object.signalChange()
        return view(slot, isDeep: false)
    }

    /// Notes that a device shows `view`. Views of a former object bind no slot of this one.
    func lend(_ view: FrameView) {
        if view.object === object { lentCounts[view.slot] += 1 }
    }

    /// Notes that a device has let go of `view`.
    func giveBack(_ view: FrameView) {
        guard view.object === object else { return }
        precondition(lentCounts[view.slot] > 0, "a picture was given back twice")
        lentCounts[view.slot] -= 1
    }

    private func introduce() {
        let words = RingLiveWords(object)
        words.writerEpoch.store(processEpoch, ordering: .relaxed)
        words.writerPid.store(UInt64(getpid()), ordering: .relaxed)
    }

    private static func checksum(_ payload: UnsafeRawBufferPointer) -> UInt64 {
        crt_checksum(payload.baseAddress, payload.count, 4)
    }
}
