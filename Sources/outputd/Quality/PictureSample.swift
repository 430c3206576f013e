public import Common

/// One picture looked at on a grid of points: 128 columns and 72 rows at most, evenly spread. Levels are
/// those of 8-bit video (16 black, 235 white) whatever the pixels are; v210 keeps its two more bits as
/// fractions. Costs about a hundredth of touching every pixel, and finds nothing smaller than its grid.
public struct PictureSample: Sendable {
    /// Points a row.
    public let columns: Int
    /// Points a column.
    public let rows: Int
    /// Luma of each point, rows from the top.
    public private(set) var luma: [Float]
    /// Chroma of each point, 128 neutral.
    public private(set) var blue: [Float]
    public private(set) var red: [Float]

    /// Points a row and a column at most.
    public static let columnsMax = 128
    public static let rowsMax = 72

    /// A sample of `format`'s size without content.
    public init(_ format: VideoFormat) {
        columns = min(Self.columnsMax, format.width / 2)
        rows = min(Self.rowsMax, format.height)
        luma = Array(repeating: 16, count: columns * rows)
        blue = Array(repeating: 128, count: columns * rows)
        red = blue
    }

    /// Reads the points of a picture. Allocates nothing. Precondition: `picture` holds one of `format`,
    /// the format it was made for.
    public mutating func read(_ picture: UnsafeRawBufferPointer, _ format: VideoFormat) {
        precondition(picture.count >= format.payloadByteCount)
        let stride = format.strideBytes
        let (columns, rows) = (columns, rows)
        luma.withUnsafeMutableBufferPointer { luma in
            blue.withUnsafeMutableBufferPointer { blue in
                red.withUnsafeMutableBufferPointer { red in
                    for row in 0..<rows {
                        let line = (2 * row + 1) * format.height / (2 * rows) * stride
                        for column in 0..<columns {
                            // The left pixel of a pair: the one chroma is sited on.
                            let x = (2 * column + 1) * format.width / (2 * columns) & ~1
                            let point = Self.point(picture, line: line, x: x, format)
                            let place = row * columns + column
                            luma[place] = point.luma
                            blue[place] = point.blue
                            red[place] = point.red
                        }
                    }
                }
            }
        }
    }

    /// The points as RGB bytes, for a thumbnail of `columns` × `rows`.
    public func rgb(_ matrix: ColorMatrix) -> [UInt8] {
        let (kr, kb) = matrix.weights
        var bytes: [UInt8] = []
        bytes.reserveCapacity(luma.count * 3)
        func code(_ level: Float) -> UInt8 { UInt8(min(max(level, 0), 255)) }
        for place in luma.indices {
            let light = (luma[place] - 16) * 255 / 219
            let blueness = (blue[place] - 128) * 255 / 224 * 2 * (1 - kb)
            let redness = (red[place] - 128) * 255 / 224 * 2 * (1 - kr)
            let green = light - (kr * redness + kb * blueness) / (1 - kr - kb)
            bytes.append(code(light + redness))
            bytes.append(code(green))
            bytes.append(code(light + blueness))
        }
        return bytes
    }

    private typealias Point = (luma: Float, blue: Float, red: Float)

    @inline(__always)
    private static func point(
        _ picture: UnsafeRawBufferPointer, line: Int, x: Int, _ format: VideoFormat
    ) -> Point {
        switch format.pixelFormat {
        case .uyvy:
            let at = line + x * 2
            return (Float(picture[at + 1]), Float(picture[at]), Float(picture[at + 2]))
        case .v210: return tenBit(picture, line: line, x: x)
        case .bgra, .argb:
            // BGRA, or ARGB backwards.
            let (at, step) =
                format.pixelFormat == .bgra ? (line + x * 4, 1) : (line + x * 4 + 3, -1)
            return converted(
                blue: Float(picture[at]), green: Float(picture[at + step]),
                red: Float(picture[at + 2 * step]), format.matrix)
        case .nv12:
            let chroma = format.strideBytes * format.height
            let at = chroma + line / format.strideBytes / 2 * format.strideBytes + x
            return (Float(picture[line + x]), Float(picture[at]), Float(picture[at + 1]))
        }
    }

    /// Six pixels in four words: Cb0 Y0 Cr0 | Y1 Cb1 Y2 | Cr1 Y3 Cb2 | Y4 Cr2 Y5, ten bits each, the
    /// first lowest.
    private static func tenBit(_ picture: UnsafeRawBufferPointer, line: Int, x: Int) -> Point {
        let group = line + x / 6 * 16
        func component(_ number: Int) -> Float {
            let word = picture.loadUnaligned(
                fromByteOffset: group + number / 3 * 4, as: UInt32.self
            ).littleEndian
            return Float(word >> UInt32(number % 3 * 10) & 0x3FF) / 4
        }
        switch x % 6 {
        case 0: return (component(1), component(0), component(2))
        case 2: return (component(5), component(4), component(6))
        default: return (component(9), component(8), component(10))
        }
    }

    /// Full-range R′G′B′ to narrow-range levels.
    private static func converted(
        blue: Float, green: Float, red: Float, _ matrix: ColorMatrix
    ) -> Point {
        let (kr, kb) = matrix.weights
        let luma = kr * red + (1 - kr - kb) * green + kb * blue
        return (
            16 + luma * 219 / 255, 128 + (blue - luma) / (2 * (1 - kb)) * 224 / 255,
            128 + (red - luma) / (2 * (1 - kr)) * 224 / 255
        )
    }
}

extension ColorMatrix {
    /// Weights of red and blue in luma.
    var weights: (red: Float, blue: Float) {
        switch self {
        case .bt601: (0.299, 0.114)
        case .bt709: (0.2126, 0.0722)
        case .bt2020: (0.2627, 0.0593)
        }
    }
}
