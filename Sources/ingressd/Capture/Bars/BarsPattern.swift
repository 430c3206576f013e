public import Common

/// Line-up bars after SMPTE RP 219, in the channel's own size and colorimetry: 75 % bars, reverse
/// strip, ramp and PLUGE; above them a box that moves, the frame number in digits, and a
/// `CounterStrip`. The still part is drawn once; a frame costs one copy and a few small rectangles.
public struct BarsPattern: Sendable {
    /// The format drawn; UYVY.
    public let format: VideoFormat
    private let still: [UInt8]

    /// Numbers wrap here: eight digits.
    public static let numberCount: Int64 = 100_000_000

    /// Draws the still part. Nil where the format is not UYVY.
    public init?(format: VideoFormat) {
        guard format.pixelFormat == .uyvy else { return nil }
        self.format = format
        var picture = [UInt8](repeating: 0, count: format.payloadByteCount)
        picture.withUnsafeMutableBytes { Self.drawStill($0, format: format) }
        still = picture
    }

    /// The number a frame of this index shows: the index itself, so that it goes on over restarts
    /// and names the moment it was made for.
    public static func number(of index: FrameIndex) -> Int64 {
        let remainder = index.value % numberCount
        return remainder < 0 ? remainder + numberCount : remainder
    }

    /// Draws the frame with this number. `picture` holds exactly one picture.
    public func draw(number: Int64, into picture: UnsafeMutableRawBufferPointer) {
        still.withUnsafeBytes { picture.copyMemory(from: $0) }
        drawBox(number, into: picture)
        drawDigits(number, into: picture)
        CounterStrip.draw(UInt32(number), into: picture, format: format)
    }

    /// The box crosses the picture in 128 frames, a step a frame, on a track of its own.
    private func drawBox(_ number: Int64, into picture: UnsafeMutableRawBufferPointer) {
        let size = max(format.height / 12, 4) & ~1
        let x = Int(number % 128) * (format.width - size) / 127
        UYVY.fill(
            picture, stride: format.strideBytes, x: x, y: format.height * 7 / 12, width: size,
            height: size, word: UYVY.grey(235))
    }

    private func drawDigits(_ number: Int64, into picture: UnsafeMutableRawBufferPointer) {
        let dot = max(format.height / 72, 2) & ~1
        let advance = (DigitFont.width + 1) * dot
        let left = (format.width - 8 * advance) / 2 & ~1
        let top = format.height / 4
        UYVY.fill(
            picture, stride: format.strideBytes, x: left - 2 * dot, y: top - 2 * dot,
            width: 8 * advance + 3 * dot, height: (DigitFont.height + 4) * dot,
            word: UYVY.grey(16))
        var rest = number
        for place in (0..<8).reversed() {
            let digit = Int(rest % 10)
            rest /= 10
            for row in 0..<DigitFont.height {
                for column in 0..<DigitFont.width
                where DigitFont.isSet(digit, column: column, row: row) {
                    UYVY.fill(
                        picture, stride: format.strideBytes,
                        x: left + place * advance + column * dot,
                        y: top + row * dot, width: dot, height: dot, word: UYVY.grey(235))
                }
            }
        }
    }

    private static func drawStill(
        _ picture: UnsafeMutableRawBufferPointer, format: VideoFormat
    ) {
        let (width, height, stride) = (format.width, format.height, format.strideBytes)
        func colour(_ red: Double, _ green: Double, _ blue: Double) -> UInt32 {
            UYVY.pair(red: red, green: green, blue: blue, matrix: format.matrix)
        }
        let bars = [
            colour(0.75, 0.75, 0.75), colour(0.75, 0.75, 0), colour(0, 0.75, 0.75),
            colour(0, 0.75, 0), colour(0.75, 0, 0.75), colour(0.75, 0, 0), colour(0, 0, 0.75),
        ]
        let barsEnd = height * 7 / 12
        let trackEnd = height * 8 / 12
        let reverseEnd = height * 9 / 12
        func row(_ words: [UInt32], from top: Int, to bottom: Int) {
            for (position, word) in words.enumerated() {
                let left = width * position / words.count & ~1
                let right = width * (position + 1) / words.count & ~1
                UYVY.fill(
                    picture, stride: stride, x: left, y: top, width: right - left,
                    height: bottom - top, word: word)
            }
        }
        row(bars, from: 0, to: barsEnd)
        row([UYVY.grey(64)], from: barsEnd, to: trackEnd)
        let black = UYVY.grey(16)
        row(
            [bars[6], black, bars[4], black, bars[2], black, bars[0]], from: trackEnd,
            to: reverseEnd)
        // A ramp over all legal codes, then PLUGE: −2 %, 0, +2 %, +4 % beside black and white.
        let rampEnd = height * 10 / 12
        row((16...235).map { UYVY.grey($0) }, from: reverseEnd, to: rampEnd)
        row(
            [
                black, UYVY.grey(235), UYVY.grey(235), black, UYVY.grey(12), black, UYVY.grey(20),
                black, UYVY.grey(25), black,
            ], from: rampEnd, to: height)
    }
}
