import CZlib

/// Writes pictures as PNG: 8 bit RGB, one IDAT, the `Sub` row filter.
///
/// `Sub` and a low compression level are chosen for speed: a preview is encoded several times a
/// second beside a renderer that needs the same cores, and an operator's screenshot is not an
/// archive.
public enum PNGEncoder {
    /// Encodes a picture.
    ///
    /// - Parameters:
    ///   - image: the picture.
    ///   - level: zlib effort from 1 (fast) to 9 (small).
    ///   - text: keyword and Latin-1 value pairs kept as `tEXt` chunks, such as the frame index.
    /// - Returns: the bytes of a complete PNG file.
    /// - Throws: `ImagingError.compressionFailed` when zlib refuses, for want of memory.
    public static func encode(
        _ image: RGBImage, level: Int = 1, text: [(keyword: String, value: String)] = []
    ) throws(ImagingError) -> [UInt8] {
        let packed = try deflated(filtered(image), level: Int32(min(max(level, 1), 9)))
        var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        file.reserveCapacity(packed.count + 256)
        var header: [UInt8] = []
        header.appendBigEndian(UInt32(image.width))
        header.appendBigEndian(UInt32(image.height))
        header += [8, 2, 0, 0, 0]  // 8 bit, RGB, deflate, adaptive filters, progressive scan
        file.appendChunk("IHDR", header)
        for entry in text {
            let keyword = latin1(entry.keyword).prefix(79)
            file.appendChunk("tEXt", keyword + [0] + latin1(entry.value))
        }
        file.appendChunk("IDAT", packed)
        file.appendChunk("IEND", [])
        return file
    }

    private static func latin1(_ string: String) -> [UInt8] {
        string.unicodeScalars.map { $0.value > 0 && $0.value < 256 ? UInt8($0.value) : 0x3F }
    }

    /// Each row behind its filter byte; `Sub` keeps the difference to the pixel on the left.
    private static func filtered(_ image: RGBImage) -> [UInt8] {
        let rowBytes = image.width * 3
        let total = (rowBytes + 1) * image.height
        return [UInt8](unsafeUninitializedCapacity: total) { target, count in
            image.bytes.withUnsafeBufferPointer { source in
                for row in 0..<image.height {
                    var out = row * (rowBytes + 1)
                    let start = row * rowBytes
                    target[out] = 1
                    out += 1
                    for column in 0..<min(3, rowBytes) {
                        target[out + column] = source[start + column]
                    }
                    for column in 3..<max(3, rowBytes) {
                        target[out + column] =
                            source[start + column] &- source[start + column - 3]
                    }
                }
            }
            count = total
        }
    }

    private static func deflated(_ bytes: [UInt8], level: Int32) throws(ImagingError) -> [UInt8] {
        var code = Z_OK
        let packed = [UInt8](
            unsafeUninitializedCapacity: Int(compressBound(uLong(bytes.count)))
        ) { target, count in
            var length = uLong(target.count)
            code = compress2(target.baseAddress, &length, bytes, uLong(bytes.count), level)
            count = code == Z_OK ? Int(length) : 0
        }
        guard code == Z_OK else { throw .compressionFailed(code: code) }
        return packed
    }
}

extension [UInt8] {
    fileprivate mutating func appendBigEndian(_ value: UInt32) {
        append(UInt8(truncatingIfNeeded: value >> 24))
        append(UInt8(truncatingIfNeeded: value >> 16))
        append(UInt8(truncatingIfNeeded: value >> 8))
        append(UInt8(truncatingIfNeeded: value))
    }

    fileprivate mutating func appendChunk(_ type: String, _ body: [UInt8]) {
        appendBigEndian(UInt32(body.count))
        let start = count
        append(contentsOf: type.utf8)
        append(contentsOf: body)
        let checksum = withUnsafeBufferPointer { buffer in
            crc32(0, buffer.baseAddress.map { $0 + start }, UInt32(buffer.count - start))
        }
        appendBigEndian(UInt32(truncatingIfNeeded: checksum))
    }
}
