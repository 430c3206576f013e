/// Writes little-endian fields into memory the caller owns. Owned by one thread.
/// Precondition: the memory is large enough; sizes are constants of the protocol.
struct WireWriter {
    private let memory: UnsafeMutableRawBufferPointer
    private(set) var byteCount = 0

    init(_ memory: UnsafeMutableRawBufferPointer) { self.memory = memory }

    mutating func put<Field: FixedWidthInteger>(_ field: Field) {
        memory.storeBytes(of: field.littleEndian, toByteOffset: byteCount, as: Field.self)
        byteCount += MemoryLayout<Field>.size
    }

    /// Writes up to `width - 1` UTF-8 bytes and fills with zeros.
    mutating func put(_ text: String, width: Int) {
        var written = 0
        for byte in text.utf8.prefix(width - 1) {
            memory[byteCount + written] = byte
            written += 1
        }
        while written < width {
            memory[byteCount + written] = 0
            written += 1
        }
        byteCount += width
    }

    mutating func put(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count > 0 else { return }
        UnsafeMutableRawBufferPointer(rebasing: memory[byteCount...]).copyMemory(from: bytes)
        byteCount += bytes.count
    }
}

/// Reads little-endian fields; every read is checked, nil when the message is too short.
struct WireReader {
    private let memory: UnsafeRawBufferPointer
    private(set) var offset = 0

    init(_ memory: UnsafeRawBufferPointer) { self.memory = memory }

    var remainingByteCount: Int { memory.count - offset }

    mutating func take<Field: FixedWidthInteger>(_ type: Field.Type = Field.self) -> Field? {
        let size = MemoryLayout<Field>.size
        guard remainingByteCount >= size else { return nil }
        let field = memory.loadUnaligned(fromByteOffset: offset, as: Field.self)
        offset += size
        return Field(littleEndian: field)
    }

    /// Reads a zero-filled text of `width` bytes; nil when too short or without an end.
    mutating func takeText(width: Int) -> String? {
        guard remainingByteCount >= width else { return nil }
        let bytes = memory[offset..<offset + width]
        guard let end = bytes.firstIndex(of: 0) else { return nil }
        offset += width
        return String(decoding: bytes[bytes.startIndex..<end], as: UTF8.self)
    }
}
