import Common
import LineUp

/// Paints the stills that playout falls back to, in any output format: black, transparent, and a
/// slate drawn from nothing, dark and neutral, with the channel's name and a thin frame.
struct StillPainter {
    let format: VideoFormat

    /// A level of luminance, 0 (black) to 255 (white); all stills are neutral grey.
    typealias Level = UInt8

    /// Black, opaque where the format has a key.
    func paintBlack(_ payload: UnsafeMutableRawBufferPointer) {
        paint(payload, alpha: 255) { _, _ in 0 }
    }

    /// Fill 0, key 0; in formats without a key this is black.
    func paintTransparent(_ payload: UnsafeMutableRawBufferPointer) {
        paint(payload, alpha: 0) { _, _ in 0 }
    }

    /// The drawn slate with `name`, as large as fits on at most two thirds of the width.
    func paintSlate(_ payload: UnsafeMutableRawBufferPointer, name: String) {
        let letters = Array(name.prefix(40))
        let cells = max(1, letters.count * (BlockLetters.width + 1) - 1)
        let scale = max(
            1, min(format.width * 2 / 3 / cells, format.height / 3 / BlockLetters.height))
        let left = (format.width - cells * scale) / 2
        let top = (format.height - BlockLetters.height * scale) / 2
        let margin = max(2, format.height / 24)
        let line = max(1, format.height / 240)
        let lastLine = format.height - 1
        func rowKey(_ y: Int) -> Int {
            let row = (y - top).floored(by: scale)
            let letterRow = (0..<BlockLetters.height).contains(row) ? row : -1
            let edge = min(y, lastLine - y)
            return (letterRow + 1) * 1_000 + min(edge, margin + line)
        }
        paint(payload, alpha: 255, rowKey: rowKey) { x, y in
            let column = (x - left).floored(by: scale)
            let row = (y - top).floored(by: scale)
            if (0..<BlockLetters.height).contains(row), column >= 0, column < cells {
                let letter = letters[column / (BlockLetters.width + 1)]
                let inside = column % (BlockLetters.width + 1)
                if inside < BlockLetters.width,
                    BlockLetters.hasInk(letter, column: inside, row: row)
                {
                    return 180
                }
            }
            let edge = min(min(x, format.width - 1 - x), min(y, format.height - 1 - y))
            return (margin..<margin + line).contains(edge) ? 90 : 28
        }
    }

    /// Paints line by line; a line whose `rowKey` equals the last one's is a copy of it, which is what
    /// keeps a restart quick at large formats.
    private func paint(
        _ payload: UnsafeMutableRawBufferPointer, alpha: UInt8,
        rowKey: (Int) -> Int = { _ in 0 }, _ level: (Int, Int) -> Level
    ) {
        let stride = format.strideBytes
        for y in 0..<format.height {
            let line = UnsafeMutableRawBufferPointer(
                rebasing: payload[y * stride..<(y + 1) * stride])
            if y > 0, rowKey(y) == rowKey(y - 1) {
                line.copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: payload[(y - 1) * stride..<y * stride]))
                continue
            }
            switch format.pixelFormat {
            case .uyvy: paintUYVY(line) { level($0, y) }
            case .v210: paintV210(line) { level($0, y) }
            case .bgra: paintColour(line, alpha, at: 3) { level($0, y) }
            case .argb: paintColour(line, alpha, at: 0) { level($0, y) }
            case .nv12: for x in 0..<format.width { line[x] = luma(level(x, y)) }
            }
        }
        // The chroma plane of NV12: neutral.
        let luma = stride * format.height
        if payload.count > luma {
            UnsafeMutableRawBufferPointer(rebasing: payload[luma...])
                .initializeMemory(as: UInt8.self, repeating: 128)
        }
    }

    private func luma(_ level: Level) -> UInt8 {
        format.range == .full ? level : UInt8(16 + Int(level) * 219 / 255)
    }

    private func paintUYVY(_ line: UnsafeMutableRawBufferPointer, _ level: (Int) -> Level) {
        for x in 0..<format.width {
            line[x * 2] = 128
            line[x * 2 + 1] = luma(level(x))
        }
    }

    /// Six pixels in four words, three ten-bit samples each: Cb Y Cr, Y Cb Y, Cr Y Cb, Y Cr Y.
    private func paintV210(_ line: UnsafeMutableRawBufferPointer, _ level: (Int) -> Level) {
        func tenBit(_ x: Int) -> UInt32 {
            guard x < format.width else { return format.range == .full ? 0 : 64 }
            let level = Int(level(x))
            return UInt32(format.range == .full ? level * 1023 / 255 : 64 + level * 876 / 255)
        }
        for group in 0..<line.count / 16 {
            let x = group * 6
            let words = (
                512 | tenBit(x) << 10 | 512 << 20, tenBit(x + 1) | 512 << 10 | tenBit(x + 2) << 20,
                512 | tenBit(x + 3) << 10 | 512 << 20,
                tenBit(x + 4) | 512 << 10 | tenBit(x + 5) << 20
            )
            line.storeBytes(of: words, toByteOffset: group * 16, as: type(of: words))
        }
    }

    /// Red, green and blue are of full range, as the renderer gives them. `place` is alpha's byte.
    private func paintColour(
        _ line: UnsafeMutableRawBufferPointer, _ alpha: UInt8, at place: Int,
        _ level: (Int) -> Level
    ) {
        for x in 0..<format.width {
            let value = level(x)
            for byte in 0..<4 { line[x * 4 + byte] = byte == place ? alpha : value }
        }
    }
}

extension Int {
    /// The quotient rounded down, also for negative numbers.
    fileprivate func floored(by divisor: Int) -> Int {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
