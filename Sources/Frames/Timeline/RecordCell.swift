import Atomics
import CRealtime
import Common

/// A slot record as stored. What is known when the slot is scheduled lies before `checksum` and is
/// written once; the outcome is one word, so that a completion is never half written.
struct StoredRecord {
    var sequence: UInt64 = 0
    var index: Int64 = SlotHeader.noIndex
    var timelineEpoch: UInt64 = 0
    var source: UInt32 = 0
    var flags: UInt32 = 0
    var displayedIndex: Int64 = SlotHeader.noIndex
    var snapshotVersion: UInt64 = 0
    var inputIndex: Int64 = SlotHeader.noIndex
    var inputFrameNumber: Int64 = SlotHeader.noIndex
    var scheduledAt: Int64 = 0
    var reserved: UInt64 = 0
    var checksum: UInt64 = 0
    var completedAt: Int64 = 0
    /// Low half of the index (bits 32–63), lost cause (8–15), result (0–7).
    var outcome: UInt64 = 0
    var padding = InlineArray<3, UInt64>(repeating: 0)

    static let indexOffset = 8
    static let checksumOffset = 80
    static let completedAtOffset = 88
    static let outcomeOffset = 96

    init() {}

    init(_ record: SlotRecord) {
        index = record.index.value
        timelineEpoch = record.timelineEpoch
        source = record.source.rawValue
        flags = record.flags.rawValue
        displayedIndex = record.displayedIndex?.value ?? SlotHeader.noIndex
        snapshotVersion = record.snapshotVersion
        inputIndex = record.inputIndex?.value ?? SlotHeader.noIndex
        inputFrameNumber = record.inputFrameNumber ?? SlotHeader.noIndex
        scheduledAt = record.scheduledAt.nanoseconds
        completedAt = record.completedAt?.nanoseconds ?? 0
        outcome = Self.outcome(
            index: record.index.value, result: record.result, cause: record.lostCause)
    }

    static func outcome(index: Int64, result: SlotResult, cause: LostCause) -> UInt64 {
        UInt64(UInt32(truncatingIfNeeded: index)) << 32
            | UInt64(cause.rawValue) << 8 | UInt64(result.rawValue)
    }

    /// The record these fields state; nil where any is out of range.
    var record: SlotRecord? {
        guard let source = SlotSource(rawValue: source),
            let result = SlotResult(rawValue: UInt32(outcome & 0xFF)),
            let cause = LostCause(rawValue: UInt32(outcome >> 8 & 0xFF)),
            UInt32(truncatingIfNeeded: index) == UInt32(outcome >> 32)
        else { return nil }
        func optional(_ value: Int64) -> FrameIndex? {
            value == SlotHeader.noIndex ? nil : FrameIndex(value)
        }
        return SlotRecord(
            index: FrameIndex(index), timelineEpoch: timelineEpoch, source: source,
            displayedIndex: optional(displayedIndex), snapshotVersion: snapshotVersion,
            inputIndex: optional(inputIndex),
            inputFrameNumber: inputFrameNumber == SlotHeader.noIndex ? nil : inputFrameNumber,
            scheduledAt: MonotonicInstant(nanoseconds: scheduledAt),
            flags: SlotFlags(rawValue: flags), result: result, lostCause: cause,
            completedAt: result == .pending ? nil : MonotonicInstant(nanoseconds: completedAt))
    }
}

/// The place of one record in a mapped timeline.
struct RecordCell {
    let base: UnsafeMutableRawPointer

    init(_ object: SharedObject, index: Int64) {
        base =
            object.base + TimelineLayout.recordOffset
            + TimelineLayout.recordSlot(of: index) * TimelineLayout.recordByteCount
    }

    private var sequence: UnsafeAtomic<UInt64> { base.atomicUInt64(at: 0) }

    func write(_ record: SlotRecord, onStep: FrameStepHook?) {
        var stored = StoredRecord(record)
        let even = sequence.load(ordering: .relaxed) & ~1
        sequence.store(even &+ 1, ordering: .sequentiallyConsistent)
        atomicMemoryFence(ordering: .sequentiallyConsistent)
        onStep?(.recordOdd)
        withUnsafeMutableBytes(of: &stored) { bytes in
            guard let start = bytes.baseAddress else { return }
            let sum = Self.checksum(start)
            (start + StoredRecord.checksumOffset).storeBytes(of: sum, as: UInt64.self)
            (base + StoredRecord.indexOffset).copyMemory(
                from: start + StoredRecord.indexOffset,
                byteCount: bytes.count - StoredRecord.indexOffset)
        }
        onStep?(.recordWritten)
        sequence.store(even &+ 2, ordering: .releasing)
        onStep?(.recordEven)
    }

    /// Writes the outcome of the record of `index`; false where the place holds another record.
    func complete(
        index: Int64, timelineEpoch: UInt64, result: SlotResult, cause: LostCause,
        at instant: MonotonicInstant, onStep: FrameStepHook?
    ) -> Bool {
        guard let record = read(), record.index.value == index,
            record.timelineEpoch == timelineEpoch
        else { return false }
        base.atomicInt64(at: StoredRecord.completedAtOffset)
            .store(instant.nanoseconds, ordering: .relaxed)
        onStep?(.completionTimeStored)
        base.atomicUInt64(at: StoredRecord.outcomeOffset).store(
            StoredRecord.outcome(index: index, result: result, cause: cause), ordering: .releasing)
        return true
    }

    /// The record here, whatever its index; nil where there is none or it is being written.
    func read() -> SlotRecord? {
        for _ in 0..<3 {
            let before = sequence.load(ordering: .acquiring)
            guard before & 1 == 0, before != 0 else { return nil }
            // The outcome first: with it come the completion time and all that was stored before.
            let outcome = base.atomicUInt64(at: StoredRecord.outcomeOffset)
                .load(ordering: .acquiring)
            var stored = StoredRecord()
            let isWhole = withUnsafeMutableBytes(of: &stored) { bytes in
                bytes.copyMemory(from: UnsafeRawBufferPointer(start: base, count: bytes.count))
                guard let start = bytes.baseAddress else { return false }
                return Self.checksum(start) == storedChecksum(start)
            }
            stored.outcome = outcome
            atomicMemoryFence(ordering: .acquiring)
            if sequence.load(ordering: .relaxed) == before { return isWhole ? stored.record : nil }
        }
        return nil
    }

    /// A record left odd by a dead writer says nothing: give it no index.
    func invalidateIfOdd() -> Bool {
        let found = sequence.load(ordering: .acquiring)
        guard found & 1 == 1 else { return false }
        base.atomicInt64(at: StoredRecord.indexOffset)
            .store(SlotHeader.noIndex, ordering: .relaxed)
        sequence.store(found &+ 1, ordering: .releasing)
        return true
    }

    private func storedChecksum(_ record: UnsafeRawPointer) -> UInt64 {
        record.load(fromByteOffset: StoredRecord.checksumOffset, as: UInt64.self)
    }

    private static func checksum(_ record: UnsafeRawPointer) -> UInt64 {
        crt_checksum(
            record + StoredRecord.indexOffset,
            StoredRecord.checksumOffset - StoredRecord.indexOffset, 3)
    }
}
