/// Playout introduces itself and states the signal it will schedule. 80 bytes.
///
/// A card serves one playout at a time; a second attach takes over and closes the first, so that a
/// restarted playout never waits for a dead one's socket.
public struct CardAttach: CardMessage {
    /// `attach`.
    public static let kind = CardMessageKind.attach

    /// Common header.
    public var header: CardMessageHeader
    /// Timeline epoch of the indexes to come. Another epoch than the card's ends its mapping.
    public var timelineEpoch: UInt64
    /// Random epoch of the playout process.
    public var processEpoch: UInt64
    /// Frame rate numerator.
    public var rateNumerator: UInt32
    /// Frame rate denominator.
    public var rateDenominator: UInt32
    /// Picture width in pixels.
    public var width: UInt32
    /// Picture height in lines.
    public var height: UInt32
    /// Bytes from one line to the next.
    public var rowByteCount: UInt32
    /// Bytes of one payload (fill then key where there are two).
    public var payloadByteCount: UInt32
    /// `PixelFormat.code`.
    public var pixelFormat: UInt32
    /// Interleaved audio channels, 32 bits each; 0 for none.
    public var audioChannels: UInt16
    /// 1 when the picture is two fields, top field first; 0 for progressive.
    public var isInterlaced: UInt16
    /// Audio sampling frequency in hertz.
    public var audioSampleRate: UInt32
    /// Zero.
    public var reserved: (UInt32, UInt32, UInt32)

    /// An attach for this signal.
    public init(
        timelineEpoch: UInt64, processEpoch: UInt64, rateNumerator: UInt32,
        rateDenominator: UInt32, width: UInt32, height: UInt32, rowByteCount: UInt32,
        payloadByteCount: UInt32, pixelFormat: UInt32, audioChannels: UInt16,
        isInterlaced: Bool, audioSampleRate: UInt32 = 48_000
    ) {
        header = CardMessageHeader(Self.kind, byteCount: MemoryLayout<Self>.size)
        self.timelineEpoch = timelineEpoch
        self.processEpoch = processEpoch
        self.rateNumerator = rateNumerator
        self.rateDenominator = rateDenominator
        self.width = width
        self.height = height
        self.rowByteCount = rowByteCount
        self.payloadByteCount = payloadByteCount
        self.pixelFormat = pixelFormat
        self.audioChannels = audioChannels
        self.isInterlaced = isInterlaced ? 1 : 0
        self.audioSampleRate = audioSampleRate
        reserved = (0, 0, 0)
    }
}
