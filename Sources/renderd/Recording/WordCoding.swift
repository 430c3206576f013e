import Foundation

/// Little-endian words of eight bytes, and lists behind their byte count: what lanes write for each other
/// and for later. A value.
struct WordWriter {
    private(set) var bytes = Data()

    mutating func put(_ word: UInt64) {
        withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func put(_ number: Int64) { put(UInt64(bitPattern: number)) }

    mutating func put(_ list: some Collection<UInt8>) {
        put(UInt64(list.count))
        bytes.append(contentsOf: list)
    }

    mutating func put(_ text: String) { put(text.utf8) }
}

/// Reads what `WordWriter` wrote. Nothing read is trusted.
struct WordReader {
    /// What is wrong with the bytes: they end too early, or a number is none.
    struct Damage: Error {}

    private var rest: Slice<UnsafeRawBufferPointer>

    init(_ bytes: UnsafeRawBufferPointer) { rest = bytes[...] }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func word() throws(Damage) -> UInt64 {
        guard rest.count >= 8 else { throw Damage() }
        defer { rest = rest.dropFirst(8) }
        return UInt64(
            littleEndian: UnsafeRawBufferPointer(rebasing: rest).loadUnaligned(as: UInt64.self))
    }

    mutating func number() throws(Damage) -> Int64 { Int64(bitPattern: try word()) }

    /// A number of things, which there cannot be more of than `limit`.
    mutating func count(limit: UInt64) throws(Damage) -> UInt64 {
        let count = try word()
        guard count <= limit else { throw Damage() }
        return count
    }

    mutating func list() throws(Damage) -> [UInt8] {
        let count = try word()
        guard count <= UInt64(rest.count) else { throw Damage() }
        defer { rest = rest.dropFirst(Int(count)) }
        return [UInt8](rest.prefix(Int(count)))
    }

    mutating func text() throws(Damage) -> String { String(decoding: try list(), as: UTF8.self) }
}
