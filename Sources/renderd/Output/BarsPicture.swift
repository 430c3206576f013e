import Common

/// 75 % colour bars in UYVY codes, the picture of a lost input whose policy is `bars`.
enum BarsPicture {
    /// White, yellow, cyan, green, magenta, red, blue, black at 75 %.
    private static let bars: [(red: Double, green: Double, blue: Double)] = [
        (0.75, 0.75, 0.75), (0.75, 0.75, 0), (0, 0.75, 0.75), (0, 0.75, 0), (0.75, 0, 0.75),
        (0.75, 0, 0), (0, 0, 0.75), (0, 0, 0),
    ]

    /// The whole picture, `payloadByteCount` bytes.
    static func payload(_ format: VideoFormat) -> [UInt8] {
        let colors = bars.map { codes($0.red, $0.green, $0.blue, format) }
        var line: [UInt8] = []
        line.reserveCapacity(format.width * 2)
        for pair in 0..<format.width / 2 {
            let bar = colors[min(pair * 2 * bars.count / format.width, bars.count - 1)]
            line += [bar.cb, bar.luma, bar.cr, bar.luma]
        }
        return Array(repeatElement(line, count: format.height).joined())
    }

    /// One colour in codes, rounded to nearest.
    static func codes(
        _ red: Double, _ green: Double, _ blue: Double, _ format: VideoFormat
    ) -> (luma: UInt8, cb: UInt8, cr: UInt8) {
        let numbers = ColorCoefficients(matrix: format.matrix, range: format.range)
        let luma = red * numbers.red + green * numbers.green + blue * numbers.blue
        func code(_ value: Double) -> UInt8 { UInt8(min(max(value.rounded(), 1), 254)) }
        return (
            code(luma * numbers.lumaSpan + numbers.lumaOffset),
            code((blue - luma) / numbers.blueFromCb * numbers.chromaSpan + 128),
            code((red - luma) / numbers.redFromCr * numbers.chromaSpan + 128)
        )
    }
}
