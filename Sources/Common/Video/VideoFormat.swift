/// How pixels lie in memory.
public enum PixelFormat: String, Sendable, Hashable, Codable, CaseIterable {
    /// 8-bit 4:2:2, U Y V Y.
    case uyvy
    /// 10-bit 4:2:2, six pixels in four little-endian words; lines padded to 128 bytes.
    case v210
    /// 8-bit 4:4:4:4, B G R A; alpha straight.
    case bgra
    /// 8-bit 4:2:0, a luma plane and an interleaved chroma plane.
    case nv12
    /// 8-bit 4:4:4:4, A R G B; alpha straight.
    case argb

    /// The stable number in shared memory and on the wire.
    public var code: UInt32 {
        switch self {
        case .uyvy: 1
        case .v210: 2
        case .bgra: 3
        case .nv12: 4
        case .argb: 5
        }
    }
    /// The format with this number, or nil.
    public init?(code: UInt32) {
        guard let format = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = format
    }

    /// Bytes of one line (of the luma plane for NV12), without extra padding.
    public func strideBytes(width: Int) -> Int {
        switch self {
        case .uyvy: width * 2
        case .v210: (width + 47) / 48 * 128
        case .bgra, .argb: width * 4
        case .nv12: width
        }
    }

    /// Where a pixel's bytes lie, of layouts with alpha; nil for the others.
    public var channels: Channels? {
        switch self {
        case .bgra: Channels(red: 2, green: 1, blue: 0, alpha: 3)
        case .argb: Channels(red: 1, green: 2, blue: 3, alpha: 0)
        case .uyvy, .v210, .nv12: nil
        }
    }
    /// Whether it carries a key with the fill.
    public var hasAlpha: Bool { channels != nil }

    /// Places of the four bytes of a pixel, from 0.
    public struct Channels: Sendable, Hashable {
        public let red, green, blue, alpha: Int
    }
}

/// The Y′CbCr matrix and primaries (ITU-R BT.601, BT.709, BT.2020 non-constant luminance).
public enum ColorMatrix: String, Sendable, Hashable, Codable, CaseIterable {
    case bt601, bt709, bt2020

    /// The stable number in shared memory and on the wire.
    public var code: UInt32 {
        switch self {
        case .bt601: 1
        case .bt709: 2
        case .bt2020: 3
        }
    }
    /// The matrix with this number, or nil.
    public init?(code: UInt32) {
        guard let matrix = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = matrix
    }
}

/// Which code values carry black and white.
public enum SampleRange: String, Sendable, Hashable, Codable, CaseIterable {
    /// 16–235 (64–940 in 10 bit).
    case narrow
    /// 0–255 (0–1023 in 10 bit).
    case full

    /// The stable number in shared memory and on the wire.
    public var code: UInt32 { self == .narrow ? 1 : 2 }
    /// The range with this number, or nil.
    public init?(code: UInt32) {
        guard code == 1 || code == 2 else { return nil }
        self = code == 1 ? .narrow : .full
    }
}

/// Progressive, or which field comes first.
public enum ScanMode: String, Sendable, Hashable, Codable, CaseIterable {
    case progressive, topFieldFirst, bottomFieldFirst

    /// The stable number in shared memory and on the wire.
    public var code: UInt32 {
        switch self {
        case .progressive: 1
        case .topFieldFirst: 2
        case .bottomFieldFirst: 3
        }
    }
    /// The mode with this number, or nil.
    public init?(code: UInt32) {
        guard let mode = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = mode
    }
}

/// A picture format: size, rate, layout and colorimetry. A value; equal formats are interchangeable.
public struct VideoFormat: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Pixels a line, 16–16384, a multiple of 2 (4:2:2 pairs).
    public let width: Int
    /// Lines, 16–16384.
    public let height: Int
    public let rate: FrameRate
    public let pixelFormat: PixelFormat
    public let matrix: ColorMatrix
    public let range: SampleRange
    public let scan: ScanMode

    /// Makes a format; nil where the size is out of range or odd, or where two fields would have
    /// unlike numbers of lines.
    public init?(
        width: Int, height: Int, rate: FrameRate, pixelFormat: PixelFormat = .uyvy,
        matrix: ColorMatrix = .bt709, range: SampleRange = .narrow, scan: ScanMode = .progressive
    ) {
        guard (16...16384).contains(width), (16...16384).contains(height), width % 2 == 0,
            (pixelFormat != .nv12 && scan == .progressive) || height % 2 == 0
        else { return nil }
        self.width = width
        self.height = height
        self.rate = rate
        self.pixelFormat = pixelFormat
        self.matrix = matrix
        self.range = range
        self.scan = scan
    }

    /// Reads "1280x720p50", "1920x1080p59.94", "1920x1080i50" or "1920x1080i25". Behind an `i` more
    /// than 30 means fields a second, as 1080i50 is said of 25 frames; up to 30 means frames, as the
    /// EBU writes 1080i/25: both are the same format. Interlaced is top field first. Nil when it is
    /// not such a text.
    public init?(parsing text: String) {
        guard let cross = text.firstIndex(of: "x"), let width = Int(text[..<cross]),
            let scanMark = text[cross...].firstIndex(where: { $0 == "p" || $0 == "i" }),
            let height = Int(text[text.index(after: cross)..<scanMark]),
            let number = FrameRate(parsing: text[text.index(after: scanMark)...])
        else { return nil }
        let isFields = text[scanMark] == "i" && number.framesPerSecond > 30
        let rate = isFields ? FrameRate(number.numerator, number.denominator * 2) : number
        let matrix: ColorMatrix = height <= 576 && width <= 720 ? .bt601 : .bt709
        self.init(
            width: width, height: height, rate: rate, matrix: matrix,
            scan: text[scanMark] == "i" ? .topFieldFirst : .progressive)
    }

    /// As `init(parsing:)`, with the colour matrix of this name; nil: by the size. Nil where either is no
    /// such text.
    public init?(parsing text: String, matrix name: String?) {
        guard let format = VideoFormat(parsing: text) else { return nil }
        guard let name else {
            self = format
            return
        }
        guard let matrix = ColorMatrix(rawValue: name) else { return nil }
        self.init(
            width: format.width, height: format.height, rate: format.rate,
            pixelFormat: format.pixelFormat, matrix: matrix, range: format.range,
            scan: format.scan)
    }

    /// The same picture in another layout; nil where that layout cannot hold it.
    public func with(pixelFormat: PixelFormat) -> VideoFormat? {
        VideoFormat(
            width: width, height: height, rate: rate, pixelFormat: pixelFormat, matrix: matrix,
            range: range, scan: scan)
    }

    /// Bytes of one line.
    public var strideBytes: Int { pixelFormat.strideBytes(width: width) }
    /// Bytes of one whole picture.
    public var payloadByteCount: Int {
        pixelFormat == .nv12 ? strideBytes * height * 3 / 2 : strideBytes * height
    }

    /// As `init(parsing:)` reads it; of interlaced formats the frames a second.
    public var description: String {
        "\(width)x\(height)\(scan == .progressive ? "p" : "i")\(rate)"
    }
}
