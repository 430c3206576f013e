public import Common

/// A slot open for writing. Fill `payload` (and `audio`, `ancillary` where the ring has them) in place,
/// then `commit`. A slot that goes out of scope without commit is abandoned: it holds no frame.
public struct WritableSlot: ~Copyable {
    /// The index being written.
    public let index: FrameIndex
    /// Its timeline epoch.
    public let timelineEpoch: UInt64

    let writer: RingWriter
    let object: SharedObject
    let slot: Int
    let oddSequence: UInt64
    private var isCommitted = false

    init(
        writer: RingWriter, object: SharedObject, slot: Int, oddSequence: UInt64,
        index: FrameIndex, timelineEpoch: UInt64
    ) {
        self.writer = writer
        self.object = object
        self.slot = slot
        self.oddSequence = oddSequence
        self.index = index
        self.timelineEpoch = timelineEpoch
    }

    deinit { if !isCommitted { writer.abandon(self) } }

    /// The picture, in place in shared memory; exactly the format's payload. Page-aligned.
    public var payload: UnsafeMutableRawBufferPointer {
        area(offset: writer.layout.payloadOffset, count: writer.layout.payloadByteCount)
    }

    /// The audio area, interleaved 32-bit samples; empty in rings without sound.
    public var audio: UnsafeMutableRawBufferPointer {
        area(offset: writer.layout.audioOffset, count: writer.layout.audioCapacity)
    }

    /// The ancillary area; empty in rings without one.
    public var ancillary: UnsafeMutableRawBufferPointer {
        area(offset: writer.layout.ancillaryOffset, count: writer.layout.ancillaryCapacity)
    }

    /// Publishes the frame and wakes the readers. The payload must be complete: for GL, the fence
    /// passed. Precondition: the counts in `metadata` lie within the slot's areas.
    public consuming func commit(_ metadata: FrameMetadata) {
        let channels = writer.layout.audio?.channelCount ?? 0
        precondition(
            metadata.audioSampleCount >= 0 && metadata.ancillaryByteCount >= 0
                && metadata.audioSampleCount * channels * 4 <= writer.layout.audioCapacity
                && (channels > 0 || metadata.audioSampleCount == 0)
                && metadata.ancillaryByteCount <= writer.layout.ancillaryCapacity)
        writer.commit(self, metadata)
        isCommitted = true
    }

    /// Gives the slot up: it holds no frame afterwards.
    public consuming func abandon() {}

    private func area(offset: Int, count: Int) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(
            start: object.base + writer.layout.slotOffset(slot) + offset, count: count)
    }
}
