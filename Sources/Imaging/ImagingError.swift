public import Common

/// Why a picture could not be converted or encoded.
public enum ImagingError: Error, Equatable, CustomStringConvertible {
    /// Width or height is zero, negative, odd where pairs of pixels share chroma, or too large.
    case badSize(width: Int, height: Int)
    /// The buffer does not hold the picture it should.
    case wrongByteCount(expected: Int, found: Int)
    /// A pixel layout that is not read here.
    case unsupported(PixelFormat)
    /// zlib refused; the number is its return code.
    case compressionFailed(code: Int32)

    /// A sentence for an operator.
    public var description: String {
        switch self {
        case .badSize(let width, let height):
            "a picture of \(width)x\(height) cannot be converted"
        case .wrongByteCount(let expected, let found):
            "the picture should have \(expected) bytes and has \(found)"
        case .unsupported(let layout):
            "\(layout.rawValue) pictures cannot be shown; only uyvy and bgra can"
        case .compressionFailed(let code):
            "zlib could not compress the picture (code \(code))"
        }
    }
}
