import Common

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
        paint(payload, alpha: 255) { x, y in
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

    private func paint(
        _ payload: UnsafeMutableRawBufferPointer, alpha: UInt8, _ level: (Int, Int) -> Level
    ) {
        switch format.pixelFormat {
        case .uyvy: paintUYVY(payload, level)
        case .v210: paintV210(payload, level)
        case .bgra: paintBGRA(payload, alpha, level)
        case .nv12: paintNV12(payload, level)
        }
    }

    private func luma(_ level: Level) -> UInt8 {
        format.range == .full ? level : UInt8(16 + Int(level) * 219 / 255)
    }

    private func paintUYVY(
        _ payload: UnsafeMutableRawBufferPointer, _ level: (Int, Int) -> Level
    ) {
        for y in 0..<format.height {
            for x in 0..<format.width {
                let offset = y * format.strideBytes + x * 2
                payload[offset] = 128
                payload[offset + 1] = luma(level(x, y))
            }
        }
    }

    /// Six pixels in four words, three ten-bit samples each: Cb Y Cr, Y Cb Y, Cr Y Cb, Y Cr Y.
    private func paintV210(
        _ payload: UnsafeMutableRawBufferPointer, _ level: (Int, Int) -> Level
    ) {
        func tenBit(_ x: Int, _ y: Int) -> UInt32 {
            guard x < format.width else { return format.range == .full ? 0 : 64 }
            let level = Int(level(x, y))
            return UInt32(format.range == .full ? level * 1023 / 255 : 64 + level * 876 / 255)
        }
        for y in 0..<format.height {
            for group in 0..<(format.strideBytes / 16) {
                let x = group * 6
                let offset = y * format.strideBytes + group * 16
                let words = [
                    512 | tenBit(x, y) << 10 | 512 << 20,
                    tenBit(x + 1, y) | 512 << 10 | tenBit(x + 2, y) << 20,
                    512 | tenBit(x + 3, y) << 10 | 512 << 20,
                    tenBit(x + 4, y) | 512 << 10 | tenBit(x + 5, y) << 20,
                ]
                for (place, word) in words.enumerated() {
                    payload.storeBytes(
                        of: word.littleEndian, toByteOffset: offset + place * 4, as: UInt32.self)
                }
            }
        }
    }

    private func paintBGRA(
        _ payload: UnsafeMutableRawBufferPointer, _ alpha: UInt8, _ level: (Int, Int) -> Level
    ) {
        for y in 0..<format.height {
            for x in 0..<format.width {
                let offset = y * format.strideBytes + x * 4
                let value = luma(level(x, y))
                payload[offset] = value
                payload[offset + 1] = value
                payload[offset + 2] = value
                payload[offset + 3] = alpha
            }
        }
    }

    private func paintNV12(
        _ payload: UnsafeMutableRawBufferPointer, _ level: (Int, Int) -> Level
    ) {
        for y in 0..<format.height {
            for x in 0..<format.width {
                payload[y * format.strideBytes + x] = luma(level(x, y))
            }
        }
        for offset in format.strideBytes * format.height..<format.payloadByteCount {
            payload[offset] = 128
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
