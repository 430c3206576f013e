internal import Common
internal import DeckLink

/// What a signal's pictures become in the input's ring: its own size at the channel's rate, which the
/// renderer scales. Pure.
struct SignalFit: Equatable {
    /// The ring's pictures.
    let format: VideoFormat
    /// Each arrival is taken apart into its fields, in their order of time: so many of them are used.
    /// 0: arrivals are used as they are.
    let fieldCount: Int
    /// Two arrivals make one picture, each one of its fields.
    let isWoven: Bool
    /// Whether the first field has the lines 0, 2, 4 …
    let isTopFirst: Bool
    /// Pictures a second that come.
    let rate: FrameRate

    private init(
        format: VideoFormat, fieldCount: Int = 0, isWoven: Bool = false, isTopFirst: Bool,
        rate: FrameRate
    ) {
        self.format = format
        self.fieldCount = fieldCount
        self.isWoven = isWoven
        self.isTopFirst = isTopFirst
        self.rate = rate
    }

    /// The channel's own format.
    init(_ channel: VideoFormat) {
        self.init(format: channel, isTopFirst: true, rate: channel.rate)
    }

    /// Nil for sizes no ring can hold. In a progressive channel an interlaced signal is shown field by
    /// field, the lines between interpolated: each field a picture where the channel has that many,
    /// else the first of each frame. In an interlaced channel progressive pictures at its field rate are
    /// woven, each into a field of its own; slower ones, and interlaced ones, are taken as they are.
    init?(_ mode: DeckLinkMode, in channel: VideoFormat) {
        if mode.carries(channel) {
            self.init(channel)
            return
        }
        if let woven = Self.weaving(mode, in: channel) {
            self = woven
            return
        }
        let isTakenApart = mode.scan != .progressive && channel.scan == .progressive
        guard let own = Self.ring(mode, channel, isTakenApart ? .progressive : mode.scan) else {
            return nil
        }
        let hasRoom = channel.rate.framesPerSecond > mode.rate.framesPerSecond * 1.5
        let fieldCount = isTakenApart ? (hasRoom ? 2 : 1) : 0
        self.init(
            format: own, fieldCount: fieldCount, isTopFirst: mode.scan == .topFieldFirst,
            rate: fieldCount == 2
                ? FrameRate(mode.rate.numerator * 2, mode.rate.denominator) : mode.rate)
    }

    /// Nil where the signal is not progressive, its rate not about the channel's field rate, or its lines
    /// cannot be shared out to two fields.
    private static func weaving(_ mode: DeckLinkMode, in channel: VideoFormat) -> SignalFit? {
        let pictures = mode.rate.framesPerSecond / channel.rate.framesPerSecond
        guard mode.scan == .progressive, channel.scan != .progressive,
            (1.9..<2.1).contains(pictures),
            let own = ring(mode, channel, channel.scan)
        else { return nil }
        return SignalFit(
            format: own, isWoven: true, isTopFirst: channel.scan == .topFieldFirst,
            rate: FrameRate(mode.rate.numerator, mode.rate.denominator * 2))
    }

    /// The signal's size at the channel's rate.
    private static func ring(
        _ mode: DeckLinkMode, _ channel: VideoFormat, _ scan: ScanMode
    ) -> VideoFormat? {
        let matrix: ColorMatrix = mode.height <= 576 && mode.width <= 720 ? .bt601 : .bt709
        return VideoFormat(
            width: mode.width, height: mode.height, rate: channel.rate,
            pixelFormat: channel.pixelFormat, matrix: matrix, scan: scan)
    }

    /// How far sound and picture may part, in samples: a millisecond where one picture is one slot;
    /// else what the longer of the two takes, too.
    var tolerance: Int64 {
        let isSame =
            rate.numerator * format.rate.denominator == format.rate.numerator * rate.denominator
        guard !isSame else { return 48 }
        return 48
            + Int64(
                max(
                    AudioFormat.maximumSampleCount(rate: rate),
                    AudioFormat.maximumSampleCount(rate: format.rate)))
    }

    /// Pictures that may wait for their slots: both fields of a frame come at once.
    var depthMax: Int { fieldCount == 2 ? 3 : 2 }

    /// Writes the lines of field `number` (from 0) of `picture` to `target`, and leaves the others as they
    /// are. Both hold `format.payloadByteCount` bytes.
    func weave(
        field number: Int, of picture: UnsafeRawBufferPointer,
        to target: UnsafeMutableRawBufferPointer
    ) {
        let stride = format.strideBytes
        let first = isTopFirst == (number == 0) ? 0 : 1
        for line in Swift.stride(from: first, to: format.height, by: 2) {
            UnsafeMutableRawBufferPointer(rebasing: target[line * stride..<(line + 1) * stride])
                .copyMemory(from: Self.line(line, of: picture, stride))
        }
    }

    /// Writes the picture of field `number` (from 0) of `frame` to `target`: its own lines, and between
    /// them the mean of the two next to each. Both hold `format.payloadByteCount` bytes, in whole
    /// words of 32 bits.
    func take(
        field number: Int, of frame: UnsafeRawBufferPointer,
        to target: UnsafeMutableRawBufferPointer
    ) {
        let stride = format.strideBytes
        let first = isTopFirst == (number == 0) ? 0 : 1
        // The lowest bit of each sample must not move into its neighbour.
        let mask: UInt32 = format.pixelFormat == .v210 ? 0x1FF7_FDFF : 0x7F7F_7F7F
        for line in 0..<format.height {
            let own = UnsafeMutableRawBufferPointer(
                rebasing: target[line * stride..<(line + 1) * stride])
            if line % 2 == first {
                own.copyMemory(from: Self.line(line, of: frame, stride))
                continue
            }
            let above = line > 0 ? line - 1 : line + 1
            let below = line + 1 < format.height ? line + 1 : line - 1
            Self.mean(
                Self.line(above, of: frame, stride), Self.line(below, of: frame, stride), mask,
                to: own)
        }
    }

    private static func line(
        _ line: Int, of frame: UnsafeRawBufferPointer, _ stride: Int
    ) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: frame[line * stride..<(line + 1) * stride])
    }

    /// The mean of all samples at once, rounded down: (a & b) + ((a ^ b) >> 1), sample by sample.
    private static func mean(
        _ above: UnsafeRawBufferPointer, _ below: UnsafeRawBufferPointer, _ mask: UInt32,
        to target: UnsafeMutableRawBufferPointer
    ) {
        let (left, right) = (above.bindMemory(to: UInt32.self), below.bindMemory(to: UInt32.self))
        let words = target.bindMemory(to: UInt32.self)
        for place in words.indices {
            let (a, b) = (left[place], right[place])
            words[place] = (a & b) &+ (((a ^ b) >> 1) & mask)
        }
    }
}
