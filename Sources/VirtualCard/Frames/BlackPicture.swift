internal import Common

/// What a card shows before anything was ever scheduled.
enum BlackPicture {
    /// Fills a buffer with black of the format.
    static func fill(_ memory: UnsafeMutableRawBufferPointer, format: VideoFormat) {
        switch format.pixelFormat {
        case .uyvy: fill(memory, with: format.range == .narrow ? 0x1080_1080 : 0x0080_0080)
        case .v210: fillV210(memory)
        case .bgra: fill(memory, with: 0xFF00_0000)
        case .argb: fill(memory, with: 0x0000_00FF)
        case .nv12:
            let luma = format.strideBytes * format.height
            for offset in 0..<memory.count {
                memory[offset] = offset >= luma ? 128 : format.range == .narrow ? 16 : 0
            }
        }
    }

    private static func fill(_ memory: UnsafeMutableRawBufferPointer, with word: UInt32) {
        for offset in stride(from: 0, to: memory.count - 3, by: 4) {
            memory.storeBytes(of: word.littleEndian, toByteOffset: offset, as: UInt32.self)
        }
    }

    /// Six pixels in four words: Cb Y Cr, Y Cb Y, Cr Y Cb, Y Cr Y with chroma 512 and luma 64.
    private static func fillV210(_ memory: UnsafeMutableRawBufferPointer) {
        let chromaOutside: UInt32 = 512 | 64 << 10 | 512 << 20
        let lumaOutside: UInt32 = 64 | 512 << 10 | 64 << 20
        for offset in stride(from: 0, to: memory.count - 3, by: 4) {
            let word = offset / 4 % 2 == 0 ? chromaOutside : lumaOutside
            memory.storeBytes(of: word.littleEndian, toByteOffset: offset, as: UInt32.self)
        }
    }
}
