// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Sets the colour below the bottom layer.
public struct SetBackground: Sendable, Hashable {
    /// Black by default; transparent for key and fill.
    public var color: Color = Color()

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        color: Color = Color()
    ) {
        self.color = color
    }
}

extension SetBackground: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "SetBackground" }

    typealias Raw = Holdover__SetBackground

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__set_background__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__set_background__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__set_background__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__set_background__init(raw)
        raw.pointee.color = try self.color.lower(into: arena)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        if let value = raw.pointee.color {
            self.color = try Color(raising: value)
        }
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("color")
        self.color.writeJSON(to: &json)
        json.endObject()
    }
}
