/// Cuts a child's output into lines. Bounded: a line longer than 8 KiB is cut there, so that a
/// child writing without line breaks costs no memory.
struct LineSplitter {
    static let lineByteCountMax = 8192
    private var pending: [UInt8] = []

    /// Takes what was read and returns the lines that are complete.
    mutating func take(_ bytes: ArraySlice<UInt8>) -> [String] {
        var lines: [String] = []
        for byte in bytes {
            if byte == UInt8(ascii: "\n") || pending.count >= Self.lineByteCountMax {
                lines.append(String(decoding: pending, as: UTF8.self))
                pending.removeAll(keepingCapacity: true)
                if byte == UInt8(ascii: "\n") { continue }
            }
            pending.append(byte)
        }
        return lines
    }

    /// What is left after the last line break.
    mutating func finish() -> String? {
        guard !pending.isEmpty else { return nil }
        defer { pending.removeAll() }
        return String(decoding: pending, as: UTF8.self)
    }
}
