internal import Common

/// Drawing in 8-bit 4:2:2 memory. Pixels come in pairs: x and width are even.
enum UYVY {
    /// A pair of grey pixels as one little-endian word: U, Y, V, Y.
    static func grey(_ luma: UInt8) -> UInt32 { pair(y: luma, u: 128, v: 128) }

    static func pair(y: UInt8, u: UInt8, v: UInt8) -> UInt32 {
        UInt32(u) | UInt32(y) << 8 | UInt32(v) << 16 | UInt32(y) << 24
    }

    /// The pair for non-linear R′G′B′ from 0 to 1, narrow range, in this matrix.
    static func pair(red: Double, green: Double, blue: Double, matrix: ColorMatrix) -> UInt32 {
        let (kr, kb) =
            switch matrix {
            case .bt601: (0.299, 0.114)
            case .bt709: (0.2126, 0.0722)
            case .bt2020: (0.2627, 0.0593)
            }
        let luma = kr * red + (1 - kr - kb) * green + kb * blue
        let u = (blue - luma) / (2 * (1 - kb))
        let v = (red - luma) / (2 * (1 - kr))
        return pair(
            y: UInt8((16 + 219 * luma).rounded()), u: UInt8((128 + 224 * u).rounded()),
            v: UInt8((128 + 224 * v).rounded()))
    }

    /// Fills a rectangle, clipped to `stride` and the memory's lines.
    static func fill(
        _ picture: UnsafeMutableRawBufferPointer, stride: Int, x: Int, y: Int, width: Int,
        height: Int, word: UInt32
    ) {
        let first = max(x, 0) & ~1
        let last = min(x + width, stride / 2)
        guard first < last else { return }
        for line in max(y, 0)..<max(min(y + height, picture.count / stride), max(y, 0)) {
            var offset = line * stride + first * 2
            let end = line * stride + last * 2
            while offset + 4 <= end {
                picture.storeBytes(of: word.littleEndian, toByteOffset: offset, as: UInt32.self)
                offset += 4
            }
        }
    }
}
