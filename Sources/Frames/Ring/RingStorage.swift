import Atomics
import Common

/// Making and attaching to objects of slots: rings, hold and slate. The caller holds the lock.
enum RingStorage {
    /// The object a predecessor left, if it has this very shape, with its odd slots invalidated;
    /// otherwise a new one, its predecessor retired. Something foreign is left alone and thrown.
    static func attachOrCreate(
        _ name: SharedObjectName, layout: RingLayout, at now: MonotonicInstant,
        onStep: FrameStepHook? = nil
    ) throws(SharedObjectError) -> SharedObject {
        do {
            let object = try SharedObject.openForWriting(name)
            if self.layout(of: object, kind: layout.kind) == layout, !object.isRetired {
                invalidateOddSlots(of: object, layout: layout)
                return object
            }
        } catch {
            guard error.isMendedByWriter else { throw error }
        }
        return try create(name, layout: layout, at: now, onStep: onStep)
    }

    static func create(
        _ name: SharedObjectName, layout: RingLayout, at now: MonotonicInstant,
        onStep: FrameStepHook? = nil
    ) throws(SharedObjectError) -> SharedObject {
        try SharedObject.create(
            name, byteCount: layout.byteCount, at: now, onStep: onStep
        ) { base in
            (base + ObjectLayout.kindHeaderOffset)
                .storeBytes(of: RingFixedHeader(layout), as: RingFixedHeader.self)
            (base + ObjectLayout.liveOffset).atomicInt64(at: 8)
                .store(SlotHeader.noIndex, ordering: .relaxed)
            for slot in 0..<layout.slotCount {
                (base + layout.slotOffset(slot)).storeBytes(
                    of: SlotHeader(), as: SlotHeader.self)
            }
        }
    }

    /// The shape the object's header states, checked; nil where it makes no sense.
    static func layout(of object: SharedObject, kind: RingKind) -> RingLayout? {
        (object.base + ObjectLayout.kindHeaderOffset).loadUnaligned(as: RingFixedHeader.self)
            .layout(kind: kind, objectByteCount: object.byteCount)
    }

    /// A slot left odd holds half of something: give it no index and an even sequence.
    private static func invalidateOddSlots(of object: SharedObject, layout: RingLayout) {
        let words = RingLiveWords(object)
        for slot in 0..<layout.slotCount {
            let cell = SlotCell(base: object.base + layout.slotOffset(slot))
            let sequence = cell.sequence.load(ordering: .acquiring)
            guard sequence & 1 == 1 else { continue }
            invalidate(cell, even: sequence &+ 1)
            words.invalidatedCount.wrappingIncrement(ordering: .relaxed)
        }
    }

    static func invalidate(_ cell: SlotCell, even: UInt64) {
        cell.write(SlotHeader())
        cell.sequence.store(even, ordering: .releasing)
    }
}
