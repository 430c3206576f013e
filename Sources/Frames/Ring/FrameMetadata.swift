public import Common

/// What the writer says about a frame when it commits it. All of it is rewritten with every frame, so
/// that a recycled slot keeps nothing of its last one.
public struct FrameMetadata: Sendable, Hashable {
    /// The snapshot the picture was drawn from; 0 where there is none.
    public var snapshotVersion: UInt64
    /// The input index drawn; nil where no input was used.
    public var inputIndex: FrameIndex?
    /// The media's own frame number: of a file, or the counter of test bars; nil where unknown.
    public var inputFrameNumber: Int64?
    /// When drawing, decoding or capture began.
    public var renderStart: MonotonicInstant
    /// When the payload was complete.
    public var renderEnd: MonotonicInstant
    /// Marks on the frame.
    public var flags: FrameFlags
    /// SMPTE time code as 0xHHMMSSFF in BCD, bit 30 drop-frame; nil where there is none.
    public var timecode: UInt32?
    /// Samples of each channel in the audio area; 0 where there is no sound.
    public var audioSampleCount: Int
    /// Bytes used in the ancillary area.
    public var ancillaryByteCount: Int

    /// Describes a frame; everything but the times is optional.
    public init(
        renderStart: MonotonicInstant, renderEnd: MonotonicInstant, snapshotVersion: UInt64 = 0,
        inputIndex: FrameIndex? = nil, inputFrameNumber: Int64? = nil, flags: FrameFlags = [],
        timecode: UInt32? = nil, audioSampleCount: Int = 0, ancillaryByteCount: Int = 0
    ) {
        self.renderStart = renderStart
        self.renderEnd = renderEnd
        self.snapshotVersion = snapshotVersion
        self.inputIndex = inputIndex
        self.inputFrameNumber = inputFrameNumber
        self.flags = flags
        self.timecode = timecode
        self.audioSampleCount = audioSampleCount
        self.ancillaryByteCount = ancillaryByteCount
    }
}
