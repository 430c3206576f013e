// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A colour in the working transfer, alpha straight, nominal 0 to 1.
public struct Color: Sendable, Hashable {
    /// Red.
    public var red: Double = 0
    /// Green.
    public var green: Double = 0
    /// Blue.
    public var blue: Double = 0
    /// Alpha.
    public var alpha: Double = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        red: Double = 0,
        green: Double = 0,
        blue: Double = 0,
        alpha: Double = 0
    ) {
        self.red = red
        self.green = green
        self.blue = blue
        self.alpha = alpha
    }
}

extension Color: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "Color" }

    typealias Raw = Holdover__Color

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__color__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__color__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__color__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__color__init(raw)
        raw.pointee.red = self.red
        raw.pointee.green = self.green
        raw.pointee.blue = self.blue
        raw.pointee.alpha = self.alpha
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        red = raw.pointee.red
        green = raw.pointee.green
        blue = raw.pointee.blue
        alpha = raw.pointee.alpha
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("red")
        json.value(self.red)
        json.key("green")
        json.value(self.green)
        json.key("blue")
        json.value(self.blue)
        json.key("alpha")
        json.value(self.alpha)
        json.endObject()
    }
}
