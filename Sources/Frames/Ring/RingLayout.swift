public import Common

/// The shape of a ring: what its slots hold and how many there are. Never changes in one object; a
/// writer that needs another shape makes another object.
public struct RingLayout: Sendable, Hashable {
    /// What the ring carries.
    public let kind: RingKind
    /// The picture in each slot.
    public let video: VideoFormat
    /// The sound in each slot; nil for rings without an audio area.
    public let audio: AudioFormat?
    /// Slots, 2–64.
    public let slotCount: Int
    /// Bytes of the ancillary area of each slot, a multiple of 4 096; 0 for none.
    public let ancillaryCapacity: Int
    /// Bytes of one picture.
    public let payloadByteCount: Int
    /// Bytes of the audio area: the most samples one slot can have, in whole pages.
    public let audioCapacity: Int

    // Offsets within a slot: header page, ancillary, audio, payload; each page-aligned. Computed once.
    let payloadCapacity: Int
    let ancillaryOffset: Int
    let audioOffset: Int
    let payloadOffset: Int
    let slotStride: Int

    /// The most slots a ring can have.
    public static let slotCountMax = 64
    /// Ancillary bytes a slot of an input or clean ring carries by default.
    public static let ancillaryCapacityDefault = 16_384

    /// Describes a ring. Input and clean rings get an ancillary area by default. Nil where
    /// `slotCount` or `ancillaryCapacity` is out of range, or where it would exceed 4 GiB.
    public init?(
        kind: RingKind, video: VideoFormat, audio: AudioFormat? = nil, slotCount: Int,
        ancillaryCapacity: Int? = nil
    ) {
        let ancillary =
            ancillaryCapacity
            ?? (kind == .input || kind == .clean ? Self.ancillaryCapacityDefault : 0)
        guard (2...Self.slotCountMax).contains(slotCount), (0...1_048_576).contains(ancillary)
        else { return nil }
        self.kind = kind
        self.video = video
        self.audio = audio
        self.slotCount = slotCount
        self.ancillaryCapacity = ObjectLayout.roundedToPage(ancillary)
        let samples = AudioFormat.maximumSampleCount(rate: video.rate)
        audioCapacity = ObjectLayout.roundedToPage(samples * (audio?.bytesPerSampleFrame ?? 0))
        payloadByteCount = video.payloadByteCount
        payloadCapacity = ObjectLayout.roundedToPage(payloadByteCount)
        ancillaryOffset = ObjectLayout.pageByteCount
        audioOffset = ancillaryOffset + self.ancillaryCapacity
        payloadOffset = audioOffset + audioCapacity
        slotStride = payloadOffset + payloadCapacity
        guard UInt64(byteCount) <= ObjectLayout.byteCountMax else { return nil }
    }

    /// The fewest slots that keep playout and renderer apart: scheduled depth + 1 (being shown) +
    /// ready maximum + spare. Worked example: 4 + 1 + 4 + 1 = 10 at the defaults.
    public static func slotCountMin(scheduledDepth: Int, readyMaximum: Int, spare: Int = 1) -> Int {
        scheduledDepth + 1 + readyMaximum + spare
    }

    /// Size of the whole object.
    public var byteCount: Int { ObjectLayout.pageByteCount + slotCount * slotStride }

    func slotOffset(_ slot: Int) -> Int { ObjectLayout.pageByteCount + slot * slotStride }

    /// Which slot holds `index`: the mathematical remainder, also for negative indices.
    func slot(of index: FrameIndex) -> Int {
        let remainder = index.value % Int64(slotCount)
        return Int(remainder < 0 ? remainder + Int64(slotCount) : remainder)
    }
}
