public import Common

/// Turns the pixel formats of the frame plane into RGB for people to look at.
///
/// Pure arithmetic over a buffer the caller owns; any thread. The buffer may be shared memory that
/// changes underneath: the result is then a torn picture, never a crash, and the caller decides
/// by the slot's sequence whether to keep it.
public enum PictureConversion {
    /// Converts a picture in any format this module reads (UYVY and BGRA).
    ///
    /// - Parameters:
    ///   - payload: at least `format.payloadByteCount` bytes.
    ///   - format: size, layout and colorimetry of the payload.
    /// - Throws: `ImagingError` for another layout, or a buffer that cannot hold the picture.
    public static func rgb(
        from payload: UnsafeRawBufferPointer, format: VideoFormat
    ) throws(ImagingError) -> RGBImage {
        switch format.pixelFormat {
        case .uyvy:
            try rgb(
                fromUYVY: payload, width: format.width, height: format.height,
                strideBytes: format.strideBytes, matrix: format.matrix, range: format.range)
        case .bgra:
            try rgb(
                fromBGRA: payload, width: format.width, height: format.height,
                strideBytes: format.strideBytes)
        case .v210, .nv12, .argb:
            throw .unsupported(format.pixelFormat)
        }
    }

    /// Converts 8 bit 4:2:2 (Cb Y Cr Y) to RGB.
    ///
    /// Chroma is sited on the left pixel of each pair; the right pixel takes the mean of its
    /// neighbours, as the renderer does.
    ///
    /// - Parameters:
    ///   - source: at least `strideBytes * (height - 1) + width * 2` bytes.
    ///   - width: pixels in a row, even.
    ///   - height: rows.
    ///   - strideBytes: distance from row to row, at least `width * 2`.
    ///   - matrix: colour matrix of the source.
    ///   - range: which code values are black and white.
    /// - Throws: `ImagingError` when the buffer cannot hold the picture.
    public static func rgb(
        fromUYVY source: UnsafeRawBufferPointer, width: Int, height: Int, strideBytes: Int,
        matrix: ColorMatrix = .bt709, range: SampleRange = .narrow
    ) throws(ImagingError) -> RGBImage {
        guard width > 0, height > 0, width.isMultiple(of: 2), width <= RGBImage.sideMaximum,
            height <= RGBImage.sideMaximum
        else { throw .badSize(width: width, height: height) }
        let needed = strideBytes * (height - 1) + width * 2
        guard strideBytes >= width * 2, source.count >= needed else {
            throw .wrongByteCount(expected: needed, found: source.count)
        }
        let weights = Weights(matrix, fullRange: range == .full)
        let total = width * height * 3
        let bytes = [UInt8](unsafeUninitializedCapacity: total) { target, count in
            for row in 0..<height {
                let line = UnsafeRawBufferPointer(rebasing: source[(row * strideBytes)...])
                convertRow(
                    line, width: width, weights: weights,
                    into: UnsafeMutableBufferPointer(
                        rebasing: target[(row * width * 3)..<((row + 1) * width * 3)]))
            }
            count = total
        }
        return try RGBImage(width: width, height: height, bytes: bytes)
    }

    /// Converts 8 bit BGRA to RGB; alpha is dropped, so a premultiplied picture shows over black.
    ///
    /// - Parameters:
    ///   - source: at least `strideBytes * (height - 1) + width * 4` bytes.
    ///   - width: pixels in a row.
    ///   - height: rows.
    ///   - strideBytes: distance from row to row, at least `width * 4`.
    /// - Throws: `ImagingError` when the buffer cannot hold the picture.
    public static func rgb(
        fromBGRA source: UnsafeRawBufferPointer, width: Int, height: Int, strideBytes: Int
    ) throws(ImagingError) -> RGBImage {
        guard width > 0, height > 0, width <= RGBImage.sideMaximum,
            height <= RGBImage.sideMaximum
        else { throw .badSize(width: width, height: height) }
        let needed = strideBytes * (height - 1) + width * 4
        guard strideBytes >= width * 4, source.count >= needed else {
            throw .wrongByteCount(expected: needed, found: source.count)
        }
        let total = width * height * 3
        let bytes = [UInt8](unsafeUninitializedCapacity: total) { target, count in
            var out = 0
            for row in 0..<height {
                var at = row * strideBytes
                for _ in 0..<width {
                    target[out] = source[at + 2]
                    target[out + 1] = source[at + 1]
                    target[out + 2] = source[at]
                    out += 3
                    at += 4
                }
            }
            count = total
        }
        return try RGBImage(width: width, height: height, bytes: bytes)
    }

    /// Conversion factors in 16.16 fixed point.
    private struct Weights {
        let luma: Int32
        let lumaOffset: Int32
        let redFromCr: Int32
        let greenFromCb: Int32
        let greenFromCr: Int32
        let blueFromCb: Int32

        init(_ matrix: ColorMatrix, fullRange: Bool) {
            // Luma weights of red and blue; green has the rest.
            let (red, blue) =
                switch matrix {
                case .bt601: (0.299, 0.114)
                case .bt709: (0.2126, 0.0722)
                case .bt2020: (0.2627, 0.0593)
                }
            let lumaScale = fullRange ? 1.0 : 255.0 / 219.0
            let chromaScale = fullRange ? 1.0 : 255.0 / 224.0
            let green = 1 - red - blue
            func fixed(_ value: Double) -> Int32 { Int32((value * 65536).rounded()) }
            luma = fixed(lumaScale)
            lumaOffset = fullRange ? 0 : 16
            redFromCr = fixed(2 * (1 - red) * chromaScale)
            blueFromCb = fixed(2 * (1 - blue) * chromaScale)
            greenFromCb = fixed(-2 * blue * (1 - blue) / green * chromaScale)
            greenFromCr = fixed(-2 * red * (1 - red) / green * chromaScale)
        }
    }

    private static func convertRow(
        _ line: UnsafeRawBufferPointer, width: Int, weights: Weights,
        into target: UnsafeMutableBufferPointer<UInt8>
    ) {
        let pairs = width / 2
        var out = 0
        var cb = Int32(line[0]) - 128
        var cr = Int32(line[2]) - 128
        for pair in 0..<pairs {
            let at = pair * 4
            let last = pair + 1 == pairs
            let nextCb = last ? cb : Int32(line[at + 4]) - 128
            let nextCr = last ? cr : Int32(line[at + 6]) - 128
            write(Int32(line[at + 1]), cb * 2, cr * 2, weights, target, out)
            write(Int32(line[at + 3]), cb + nextCb, cr + nextCr, weights, target, out + 3)
            out += 6
            cb = nextCb
            cr = nextCr
        }
    }

    /// One pixel; chroma comes doubled, so that the mean of two neighbours stays exact.
    @inline(__always)
    private static func write(
        _ luma: Int32, _ cb2: Int32, _ cr2: Int32, _ weights: Weights,
        _ target: UnsafeMutableBufferPointer<UInt8>, _ at: Int
    ) {
        let base = ((luma - weights.lumaOffset) * weights.luma) + 32768
        let red = base + (weights.redFromCr * cr2) / 2
        let green = base + (weights.greenFromCb * cb2 + weights.greenFromCr * cr2) / 2
        let blue = base + (weights.blueFromCb * cb2) / 2
        target[at] = UInt8(clamping: red >> 16)
        target[at + 1] = UInt8(clamping: green >> 16)
        target[at + 2] = UInt8(clamping: blue >> 16)
    }
}
