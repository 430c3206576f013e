import Atomics
public import Common

/// A frame in a slot, read in place: nothing of the picture or sound is copied. The view keeps the
/// mapping alive, but not the content: unless the slot is claimed, a writer may reuse it at any time,
/// so check `isStillValid()` after use and discard what was made of it when that says false.
public struct FrameView: Sendable {
    /// The output (or input) index of the frame.
    public let index: FrameIndex
    /// The timeline epoch of the index.
    public let timelineEpoch: UInt64
    /// The process that wrote the frame.
    public let writerEpoch: UInt64
    /// What the writer said about it; a checked copy.
    public let metadata: FrameMetadata
    /// Which slot of the ring.
    public let slot: Int

    let object: SharedObject
    let layout: RingLayout
    let sequence: UInt64

    init(object: SharedObject, layout: RingLayout, slot: Int, header: SlotHeader) {
        self.object = object
        self.layout = layout
        self.slot = slot
        self.index = FrameIndex(header.index)
        self.timelineEpoch = header.timelineEpoch
        self.writerEpoch = header.writerEpoch
        self.metadata = header.metadata
        self.sequence = header.sequence
    }

    /// The picture's format.
    public var video: VideoFormat { layout.video }
    /// The sound's format; nil in rings without sound.
    public var audioFormat: AudioFormat? { layout.audio }

    /// The picture, in place in shared memory.
    public var payload: UnsafeRawBufferPointer {
        area(offset: layout.payloadOffset, count: layout.payloadByteCount)
    }

    /// The sound of the slot, interleaved 32-bit samples, in place; empty where there is none.
    public var audio: UnsafeRawBufferPointer {
        let channels = layout.audio?.channelCount ?? 0
        return area(offset: layout.audioOffset, count: metadata.audioSampleCount * channels * 4)
    }

    /// The ancillary packets of the slot, in place; empty where there are none.
    public var ancillary: UnsafeRawBufferPointer {
        area(offset: layout.ancillaryOffset, count: metadata.ancillaryByteCount)
    }

    /// Where the picture lies, for another process.
    public var reference: PayloadReference {
        PayloadReference(
            objectName: object.name.fileName, objectIdentity: object.identity,
            byteOffset: UInt64(payloadByteOffset), byteCount: UInt64(layout.payloadByteCount))
    }

    /// The object's inode: another object of the same name has another.
    public var objectIdentity: UInt64 { object.identity }

    /// Offset of the picture from the start of the object.
    public var payloadByteOffset: Int { layout.slotOffset(slot) + layout.payloadOffset }

    /// True if nothing read from this view until now can have been torn, recycled or lost with a
    /// truncated file. Two loads.
    public func isStillValid() -> Bool {
        atomicMemoryFence(ordering: .acquiring)
        let cell = SlotCell(base: object.base + layout.slotOffset(slot))
        return cell.sequence.load(ordering: .relaxed) == sequence && !object.isDamaged
    }

    private func area(offset: Int, count: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: object.base + layout.slotOffset(slot) + offset, count: count)
    }
}
