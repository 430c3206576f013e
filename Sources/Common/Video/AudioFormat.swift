/// Sound of the channel: 48 kHz, interleaved signed 32-bit samples, locked to the picture.
public struct AudioFormat: Sendable, Hashable, Codable {
    /// 1–16.
    public let channelCount: Int

    /// Samples a second of each channel; the only rate SDI carries here.
    public static let sampleRate: Int64 = 48_000

    /// Makes a format; nil where the channel count is not 1–16.
    public init?(channelCount: Int) {
        guard (1...16).contains(channelCount) else { return nil }
        self.channelCount = channelCount
    }

    /// Bytes of one sample of all channels.
    public var bytesPerSampleFrame: Int { channelCount * 4 }

    /// Samples (of each channel) that belong to slot `index`:
    /// ⌊(n+1)·48000·den/num⌋ − ⌊n·48000·den/num⌋. At 59.94 they cycle 800, 801, 801, 801, 801.
    public static func sampleCount(at index: FrameIndex, rate: FrameRate) -> Int {
        Int(samplesBefore(index + 1, rate: rate) - samplesBefore(index, rate: rate))
    }

    /// Samples of all slots before `index`, counted from index 0.
    public static func samplesBefore(_ index: FrameIndex, rate: FrameRate) -> Int64 {
        FrameRate.floorDivide(
            Int128(index.value) * Int128(sampleRate) * Int128(rate.denominator),
            by: Int128(rate.numerator))
    }

    /// The most samples one slot of this rate can carry.
    public static func maximumSampleCount(rate: FrameRate) -> Int {
        Int((sampleRate * rate.denominator + rate.numerator - 1) / rate.numerator)
    }
}
