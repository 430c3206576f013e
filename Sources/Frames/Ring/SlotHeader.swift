import Atomics
import CRealtime
import Common

/// The head of every slot, one page of which the first 128 bytes are used. `sequence`, `index` and
/// `timelineEpoch` are also reached through atomics.
struct SlotHeader {
    /// Odd while the slot is being written; 0 before the first write.
    var sequence: UInt64 = 0
    var index: Int64 = SlotHeader.noIndex
    var timelineEpoch: UInt64 = 0
    var writerEpoch: UInt64 = 0
    var snapshotVersion: UInt64 = 0
    var inputIndex: Int64 = SlotHeader.noIndex
    var inputFrameNumber: Int64 = SlotHeader.noIndex
    var renderStart: Int64 = 0
    var renderEnd: Int64 = 0
    var flags: UInt32 = 0
    /// BCD 0xHHMMSSFF; `noTimecode` where there is none.
    var timecode: UInt32 = SlotHeader.noTimecode
    var payloadByteCount: UInt64 = 0
    var audioSampleCount: UInt32 = 0
    var audioChannelCount: UInt32 = 0
    var ancillaryByteCount: UInt32 = 0
    var reserved: UInt32 = 0
    /// Of the payload; only hold and slate fill it, 0 elsewhere.
    var payloadChecksum: UInt64 = 0
    var reserved1: UInt64 = 0
    /// Over everything from `index` up to this field.
    var checksum: UInt64 = 0

    static let noIndex = Int64.min
    static let noTimecode = UInt32.max
    static let indexOffset = 8
    static let timelineEpochOffset = 16
    static let checksumOffset = 120
    static let usedByteCount = 128

    init() {}

    init(
        index: FrameIndex, timelineEpoch: UInt64, writerEpoch: UInt64, metadata: FrameMetadata,
        layout: RingLayout
    ) {
        self.index = index.value
        self.timelineEpoch = timelineEpoch
        self.writerEpoch = writerEpoch
        snapshotVersion = metadata.snapshotVersion
        inputIndex = metadata.inputIndex?.value ?? Self.noIndex
        inputFrameNumber = metadata.inputFrameNumber ?? Self.noIndex
        renderStart = metadata.renderStart.nanoseconds
        renderEnd = metadata.renderEnd.nanoseconds
        flags = metadata.flags.rawValue
        timecode = metadata.timecode ?? Self.noTimecode
        payloadByteCount = UInt64(layout.payloadByteCount)
        audioSampleCount = UInt32(metadata.audioSampleCount)
        audioChannelCount = UInt32(layout.audio?.channelCount ?? 0)
        ancillaryByteCount = UInt32(metadata.ancillaryByteCount)
    }

    /// What the writer said, out of stored fields.
    var metadata: FrameMetadata {
        FrameMetadata(
            renderStart: MonotonicInstant(nanoseconds: renderStart),
            renderEnd: MonotonicInstant(nanoseconds: renderEnd),
            snapshotVersion: snapshotVersion,
            inputIndex: inputIndex == Self.noIndex ? nil : FrameIndex(inputIndex),
            inputFrameNumber: inputFrameNumber == Self.noIndex ? nil : inputFrameNumber,
            flags: FrameFlags(rawValue: flags),
            timecode: timecode == Self.noTimecode ? nil : timecode,
            audioSampleCount: Int(audioSampleCount),
            ancillaryByteCount: Int(ancillaryByteCount))
    }

    /// True where every size lies within its area.
    func fits(_ layout: RingLayout) -> Bool {
        payloadByteCount == UInt64(layout.payloadByteCount)
            && Int(audioChannelCount) == layout.audio?.channelCount ?? 0
            && Int(audioSampleCount) * Int(audioChannelCount) * 4 <= layout.audioCapacity
            && (audioChannelCount > 0 || audioSampleCount == 0)
            && Int(ancillaryByteCount) <= layout.ancillaryCapacity
    }
}

/// One slot of a mapped ring, hold or slate.
struct SlotCell {
    let base: UnsafeMutableRawPointer

    var sequence: UnsafeAtomic<UInt64> { base.atomicUInt64(at: 0) }
    var index: UnsafeAtomic<Int64> { base.atomicInt64(at: SlotHeader.indexOffset) }
    var timelineEpoch: UnsafeAtomic<UInt64> {
        base.atomicUInt64(at: SlotHeader.timelineEpochOffset)
    }

    /// Writes everything behind the sequence, with its checksum. The slot is odd.
    func write(_ header: SlotHeader) {
        var header = header
        withUnsafeMutableBytes(of: &header) { bytes in
            guard let start = bytes.baseAddress else { return }
            let sum = Self.checksum(start)
            (start + SlotHeader.checksumOffset).storeBytes(of: sum, as: UInt64.self)
            (base + SlotHeader.indexOffset).copyMemory(
                from: start + SlotHeader.indexOffset,
                byteCount: SlotHeader.usedByteCount - SlotHeader.indexOffset)
        }
    }

    /// A private copy of the header, with the sequence as it was before and after copying: equal and
    /// even means that the copy is whole. `isDekker` takes the first load sequentially consistent,
    /// as the reading half of a claim needs.
    func copy(isDekker: Bool = false) -> (header: SlotHeader, isStable: Bool) {
        let before =
            isDekker
            ? sequence.load(ordering: .sequentiallyConsistent)
            : sequence.load(ordering: .acquiring)
        var header = SlotHeader()
        withUnsafeMutableBytes(of: &header) {
            $0.copyMemory(from: UnsafeRawBufferPointer(start: base, count: $0.count))
        }
        atomicMemoryFence(ordering: .acquiring)
        let after = sequence.load(ordering: .relaxed)
        header.sequence = before
        return (header, before == after && before & 1 == 0)
    }

    static func isChecksumRight(_ header: SlotHeader) -> Bool {
        withUnsafeBytes(of: header) { bytes in
            guard let start = bytes.baseAddress else { return false }
            return checksum(start) == header.checksum
        }
    }

    private static func checksum(_ header: UnsafeRawPointer) -> UInt64 {
        crt_checksum(
            header + SlotHeader.indexOffset, SlotHeader.checksumOffset - SlotHeader.indexOffset, 2)
    }
}
