/// Reads OSC 1.0 packets, with the 1.1 types, from bytes of a stranger.
///
/// A packet is taken whole or not at all, so half of a broken bundle never acts. Every field is
/// checked against what is left before it is read; nothing here traps, whatever the bytes.
public struct OSCParser {
    /// Largest packet, in bytes.
    public static let byteCountMaximum = 65_507
    /// Arguments of one message.
    public static let argumentCountMaximum = 256
    /// Messages in one packet.
    public static let messageCountMaximum = 1024
    /// Bundles in bundles.
    public static let depthMaximum = 8
    /// Bytes of an address.
    public static let addressMaximum = 512

    private let bytes: UnsafeRawBufferPointer
    private var at = 0
    private var end: Int
    private var messages = 0

    private init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        end = bytes.count
    }

    /// Parses a packet; the buffer is read only during the call.
    ///
    /// - Throws: `OSCError`, the reason for the counter.
    public static func parse(_ bytes: UnsafeRawBufferPointer) throws(OSCError) -> OSCPacket {
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.count <= byteCountMaximum else { throw .tooLong }
        guard bytes.count.isMultiple(of: 4) else { throw .unaligned }
        var parser = OSCParser(bytes)
        return try parser.packet(depth: 0)
    }

    /// Parses a packet held in an array.
    ///
    /// - Throws: `OSCError`, the reason for the counter.
    public static func parse(_ bytes: [UInt8]) throws(OSCError) -> OSCPacket {
        var result: Result<OSCPacket, OSCError> = .failure(.empty)
        bytes.withUnsafeBytes { raw in
            do throws(OSCError) {
                result = .success(try parse(raw))
            } catch {
                result = .failure(error)
            }
        }
        return try result.get()
    }

    private static let bundleTag: [UInt8] = Array("#bundle\0".utf8)

    private mutating func packet(depth: Int) throws(OSCError) -> OSCPacket {
        guard end - at >= 4 else { throw .truncated }
        if bytes[at] == UInt8(ascii: "#") { return try bundle(depth: depth) }
        messages += 1
        guard messages <= Self.messageCountMaximum else { throw .tooManyMessages }
        return .message(try message())
    }

    private mutating func bundle(depth: Int) throws(OSCError) -> OSCPacket {
        guard depth < Self.depthMaximum else { throw .nestedTooDeeply }
        guard end - at >= 16 else { throw .truncated }
        guard bytes[at..<(at + 8)].elementsEqual(Self.bundleTag) else { throw .badAddress }
        at += 8
        let time = OSCTimeTag(try integer())
        var elements: [OSCPacket] = []
        let outer = end
        while at < outer {
            let size = Int(Int32(bitPattern: try integer() as UInt32))
            guard size > 0, size.isMultiple(of: 4), size <= outer - at else {
                throw .badElementSize
            }
            end = at + size
            elements.append(try packet(depth: depth + 1))
            guard at == end else { throw .trailingBytes }
            end = outer
        }
        return .bundle(time, elements)
    }

    private mutating func message() throws(OSCError) -> OSCMessage {
        guard bytes[at] == UInt8(ascii: "/") else { throw .badAddress }
        let address = try text(longest: Self.addressMaximum)
        guard at < end, bytes[at] == UInt8(ascii: ",") else { throw .missingTypeTags }
        let tags = try text(longest: Self.argumentCountMaximum + 1)
        var arguments: [OSCArgument] = []
        for tag in tags.utf8.dropFirst() { arguments.append(try argument(tag)) }
        guard at == end else { throw .trailingBytes }
        return OSCMessage(address, arguments)
    }

    private mutating func argument(_ tag: UInt8) throws(OSCError) -> OSCArgument {
        switch tag {
        case UInt8(ascii: "i"): return .int(Int32(bitPattern: try integer()))
        case UInt8(ascii: "f"): return .float(Float(bitPattern: try integer()))
        case UInt8(ascii: "s"): return .string(try text(longest: Self.byteCountMaximum))
        case UInt8(ascii: "b"): return .blob(try blob())
        case UInt8(ascii: "h"): return .long(Int64(bitPattern: try integer()))
        case UInt8(ascii: "d"): return .double(Double(bitPattern: try integer()))
        case UInt8(ascii: "t"): return .timeTag(OSCTimeTag(try integer()))
        case UInt8(ascii: "T"): return .bool(true)
        case UInt8(ascii: "F"): return .bool(false)
        case UInt8(ascii: "N"): return .none
        case UInt8(ascii: "I"): return .impulse
        case UInt8(ascii: "c"): return .character(try integer())
        case UInt8(ascii: "r"):
            let packed: UInt32 = try integer()
            return .rgba(
                UInt8(truncatingIfNeeded: packed >> 24), UInt8(truncatingIfNeeded: packed >> 16),
                UInt8(truncatingIfNeeded: packed >> 8), UInt8(truncatingIfNeeded: packed))
        default: throw .unknownTypeTag
        }
    }

    private mutating func integer<Value: FixedWidthInteger>() throws(OSCError) -> Value {
        let width = Value.bitWidth / 8
        guard end - at >= width else { throw .truncated }
        let value = bytes.loadUnaligned(fromByteOffset: at, as: Value.self)
        at += width
        return Value(bigEndian: value)
    }

    private mutating func text(longest: Int) throws(OSCError) -> String {
        guard let length = bytes[at..<end].firstIndex(of: 0).map({ $0 - at }) else {
            throw .unterminatedString
        }
        guard length <= longest else {
            throw longest == Self.argumentCountMaximum + 1 ? .tooManyArguments : .tooLong
        }
        let raw = UnsafeRawBufferPointer(rebasing: bytes[at..<(at + length)])
        guard let string = String(validating: raw, as: UTF8.self) else { throw .badText }
        at += length
        try padding(to: (length + 4) & ~3, from: length)
        return string
    }

    private mutating func blob() throws(OSCError) -> [UInt8] {
        let size = Int(Int32(bitPattern: try integer() as UInt32))
        guard size >= 0, size <= end - at else { throw .badBlobSize }
        let content = Array(bytes[at..<(at + size)])
        at += size
        try padding(to: (size + 3) & ~3, from: size)
        return content
    }

    private mutating func padding(to padded: Int, from length: Int) throws(OSCError) {
        let count = padded - length
        guard end - at >= count else { throw .truncated }
        for offset in 0..<count where bytes[at + offset] != 0 { throw .badPadding }
        at += count
    }
}
