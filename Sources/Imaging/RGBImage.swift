/// A picture in memory: 8 bit R′G′B′, three bytes a pixel, rows top to bottom without padding.
public struct RGBImage: Sendable, Equatable {
    /// Pixels in a row, at least 1.
    public let width: Int
    /// Rows, at least 1.
    public let height: Int
    /// `width * height * 3` bytes, full range (0 black, 255 white).
    public let bytes: [UInt8]

    /// Wraps bytes that are already RGB.
    ///
    /// - Throws: `ImagingError.wrongByteCount` when the bytes do not fill the picture exactly.
    public init(width: Int, height: Int, bytes: [UInt8]) throws(ImagingError) {
        guard width > 0, height > 0, width <= Self.sideMaximum, height <= Self.sideMaximum else {
            throw .badSize(width: width, height: height)
        }
        guard bytes.count == width * height * 3 else {
            throw .wrongByteCount(expected: width * height * 3, found: bytes.count)
        }
        self.width = width
        self.height = height
        self.bytes = bytes
    }

    /// The longest side that is accepted, in pixels.
    public static let sideMaximum = 16384
}
