/// One slot for the card: which index, and where its payload lies in shared memory. 184 bytes, then
/// `audioSampleCount × audioChannels` interleaved signed 32-bit samples.
///
/// The payload stays valid and unchanged from this message until the slot's completion: playout
/// claims ring slots and its own objects never move. The card maps the object when the message
/// arrives (a re-created object may take over the name) and copies at the tick that shows the slot.
public struct CardSchedule: CardMessage {
    /// `schedule`.
    public static let kind = CardMessageKind.schedule
    /// Longest object name in bytes (name under /dev/shm, without the leading slash).
    public static let objectNameByteCountMax = 96

    /// Common header; `byteCount` includes the audio.
    public var header: CardMessageHeader
    /// Frame index the slot is for.
    public var index: Int64
    /// Byte offset of the payload in the object.
    public var payloadOffset: UInt64
    /// Inode of the object: another one under the same name is a re-created object to map anew.
    public var objectInode: UInt64
    /// Index of the picture shown, for the card's records; differs from `index` when it is a repeat,
    /// −1 for a still.
    public var displayedIndex: Int64
    /// Input index in that picture; −1 for none.
    public var inputIndex: Int64
    /// The media's own frame number of that input frame; −1 for none.
    public var inputFrameNumber: Int64
    /// Snapshot the picture was drawn from; 0 for none.
    public var snapshotVersion: UInt64
    /// Bytes of the payload.
    public var payloadByteCount: UInt32
    /// Samples of each channel that follow the message.
    public var audioSampleCount: UInt32
    /// Channels of the audio that follows; 0 for none.
    public var audioChannels: UInt16
    /// Raw source of the slot as in the slot records.
    public var source: UInt8
    /// Bytes used of `objectName`.
    public var objectNameByteCount: UInt8
    /// Free for the two ends; 0.
    public var flags: UInt32
    /// UTF-8 name of the shared memory object, unused bytes zero.
    public var objectName: InlineArray<96, UInt8>

    /// A schedule without audio; set the audio counts and the header's byte count with `setAudio`.
    public init(
        index: Int64, payloadOffset: UInt64, payloadByteCount: UInt32, objectInode: UInt64,
        displayedIndex: Int64, inputIndex: Int64, inputFrameNumber: Int64,
        snapshotVersion: UInt64, source: UInt8, objectName: InlineArray<96, UInt8>,
        objectNameByteCount: UInt8
    ) {
        header = CardMessageHeader(Self.kind, byteCount: MemoryLayout<Self>.size)
        self.index = index
        self.payloadOffset = payloadOffset
        self.objectInode = objectInode
        self.displayedIndex = displayedIndex
        self.inputIndex = inputIndex
        self.inputFrameNumber = inputFrameNumber
        self.snapshotVersion = snapshotVersion
        self.payloadByteCount = payloadByteCount
        audioSampleCount = 0
        audioChannels = 0
        self.source = source
        self.objectNameByteCount = objectNameByteCount
        flags = 0
        self.objectName = objectName
    }

    /// States the audio that follows the message: `sampleCount` samples of each of `channels`.
    public mutating func setAudio(sampleCount: Int, channels: Int) {
        audioSampleCount = UInt32(sampleCount)
        audioChannels = UInt16(channels)
        header.byteCount = UInt32(MemoryLayout<Self>.size + sampleCount * channels * 4)
    }

    /// Bytes of audio that must follow the fixed part.
    public var audioByteCount: Int { Int(audioSampleCount) * Int(audioChannels) * 4 }

    /// A name as the fixed field; nil when it is longer than `objectNameByteCountMax`.
    public static func fixedName(_ name: String) -> (InlineArray<96, UInt8>, UInt8)? {
        guard name.utf8.count <= objectNameByteCountMax else { return nil }
        var bytes = InlineArray<96, UInt8>(repeating: 0)
        for (position, byte) in name.utf8.enumerated() { bytes[position] = byte }
        return (bytes, UInt8(name.utf8.count))
    }

    /// The object's name as text.
    public var objectNameText: String {
        let count = min(Int(objectNameByteCount), Self.objectNameByteCountMax)
        return String(decoding: (0..<count).map { objectName[$0] }, as: UTF8.self)
    }
}
