public import Common

/// A number in a picture that programs can read: one row of black and white cells in the top left
/// corner, a fortieth of the width and an eighteenth of the height each.
///
/// Cells from the left: one white, one black (so that inverted pictures are recognised), 32 bits
/// with the highest first (white is 1), then the exclusive or of their eight nibbles in 4 bits.
public enum CounterStrip {
    /// Cells in the row.
    public static let cellCount = 38

    /// Width of a cell in pixels, even; at least 2.
    public static func cellWidth(_ format: VideoFormat) -> Int { max(format.width / 40 & ~1, 2) }
    /// Height of the row in lines.
    public static func cellHeight(_ format: VideoFormat) -> Int { max(format.height / 18, 2) }

    /// The cells of a number, true for white.
    static func cells(of number: UInt32) -> [Bool] {
        var check: UInt32 = 0
        for shift in stride(from: 0, to: 32, by: 4) { check ^= number >> UInt32(shift) & 0xF }
        return [true, false]
            + (0..<32).map { number >> UInt32(31 - $0) & 1 == 1 }
            + (0..<4).map { check >> UInt32(3 - $0) & 1 == 1 }
    }

    /// Draws `number` into a UYVY picture.
    static func draw(
        _ number: UInt32, into picture: UnsafeMutableRawBufferPointer, format: VideoFormat
    ) {
        let width = cellWidth(format)
        let height = cellHeight(format)
        let stride = format.strideBytes
        for (position, isWhite) in cells(of: number).enumerated() {
            let word = UYVY.grey(isWhite ? 235 : 16)
            UYVY.fill(
                picture, stride: stride, x: position * width, y: 0, width: width, height: height,
                word: word)
        }
    }

    /// Reads the number in a UYVY picture, also an inverted one; nil where there is none. Tolerates
    /// noise, scaling of levels and soft edges: the middle of each cell is averaged.
    public static func read(_ picture: UnsafeRawBufferPointer, format: VideoFormat) -> UInt32? {
        guard format.pixelFormat == .uyvy, picture.count >= format.payloadByteCount else {
            return nil
        }
        let levels = (0..<cellCount).map { level(ofCell: $0, picture, format) }
        let threshold = (levels[0] + levels[1]) / 2
        guard abs(levels[0] - levels[1]) > 40 else { return nil }
        let isInverted = levels[0] < levels[1]
        let bits = levels.map { ($0 > threshold) != isInverted }
        var number: UInt32 = 0
        for bit in bits[2..<34] { number = number << 1 | (bit ? 1 : 0) }
        return bits == cells(of: number) ? number : nil
    }

    private static func level(
        ofCell cell: Int, _ picture: UnsafeRawBufferPointer, _ format: VideoFormat
    ) -> Int {
        let width = cellWidth(format)
        let height = cellHeight(format)
        let columns =
            cell * width + width / 4..<cell * width + max(width - width / 4, width / 4 + 1)
        let lines = height / 4..<max(height - height / 4, height / 4 + 1)
        var sum = 0
        for y in lines {
            for x in columns { sum += Int(picture[y * format.strideBytes + x * 2 + 1]) }
        }
        return sum / (columns.count * lines.count)
    }
}
