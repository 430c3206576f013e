import Atomics

/// The slots outputd has lent to a device. Lies in the timeline object and is changed by outputd
/// only; ring writers read it before they write a slot.
/// Each side stores first and looks second, sequentially consistent (Dekker's idea): either the writer
/// sees the claim, or the claimer sees the odd sequence.
struct ClaimWords {
    let base: UnsafeMutableRawPointer

    init(_ timeline: SharedObject) { base = timeline.base }

    func identity(row: Int) -> UnsafeAtomic<UInt64> {
        base.atomicUInt64(at: TimelineLayout.claimIdentityOffset + row * 8)
    }

    func count(row: Int, slot: Int) -> UnsafeAtomic<UInt32> {
        base.atomicUInt32(
            at: TimelineLayout.claimCountOffset + (row * RingLayout.slotCountMax + slot) * 4)
    }

    /// True while `slot` of the ring object `ring` is lent. Three loads.
    func isClaimed(row: Int, slot: Int, ring: UInt64) -> Bool {
        count(row: row, slot: slot).load(ordering: .sequentiallyConsistent) != 0
            && identity(row: row).load(ordering: .sequentiallyConsistent) == ring
    }
}

/// What outputd has lent, in its own memory; the shared words only repeat it. So a damaged page can
/// neither trap nor mislead the lender.
struct ClaimLedger {
    private var rings = [UInt64](repeating: 0, count: TimelineLayout.claimRowCount)
    private var counts = [UInt32](
        repeating: 0, count: TimelineLayout.claimRowCount * RingLayout.slotCountMax)

    /// Writes all of it to a page: a new one, or one on which a predecessor's claims still stand.
    func store(in words: ClaimWords) {
        for row in 0..<TimelineLayout.claimRowCount { store(row: row, in: words) }
    }

    private func store(row: Int, in words: ClaimWords) {
        for slot in 0..<RingLayout.slotCountMax {
            words.count(row: row, slot: slot).store(
                counts[row * RingLayout.slotCountMax + slot], ordering: .sequentiallyConsistent)
        }
        words.identity(row: row).store(rings[row], ordering: .sequentiallyConsistent)
    }

    mutating func add(_ claim: SlotClaim, to words: ClaimWords) {
        if rings[claim.row] != claim.ring {
            // Claims on a former object of that name bind nobody: no writer touches it any more.
            rings[claim.row] = claim.ring
            let first = claim.row * RingLayout.slotCountMax
            for slot in 0..<RingLayout.slotCountMax { counts[first + slot] = 0 }
            store(row: claim.row, in: words)
        }
        change(claim, by: 1, in: words)
    }

    mutating func remove(_ claim: SlotClaim, from words: ClaimWords) {
        guard rings[claim.row] == claim.ring else { return }
        change(claim, by: -1, in: words)
    }

    private mutating func change(_ claim: SlotClaim, by step: Int32, in words: ClaimWords) {
        let place = claim.row * RingLayout.slotCountMax + claim.slot
        let count = Int64(counts[place]) + Int64(step)
        precondition(count >= 0, "a claim was released twice")
        counts[place] = UInt32(count)
        words.count(row: claim.row, slot: claim.slot)
            .store(counts[place], ordering: .sequentiallyConsistent)
    }
}

/// A slot lent to a device. Given back with `TimelineWriter.release(_:)`, exactly once.
public struct SlotClaim: Sendable, Hashable {
    let row: Int
    let slot: Int
    let ring: UInt64
}
