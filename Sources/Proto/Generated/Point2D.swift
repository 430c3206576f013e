// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A point; ISF's point2D.
public struct Point2D: Sendable, Hashable {
    /// Horizontal.
    public var x: Double = 0
    /// Vertical.
    public var y: Double = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        x: Double = 0,
        y: Double = 0
    ) {
        self.x = x
        self.y = y
    }
}

extension Point2D: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "Point2D" }

    typealias Raw = Holdover__Point2D

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__point2_d__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__point2_d__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__point2_d__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__point2_d__init(raw)
        raw.pointee.x = self.x
        raw.pointee.y = self.y
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        x = raw.pointee.x
        y = raw.pointee.y
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("x")
        json.value(self.x)
        json.key("y")
        json.value(self.y)
        json.endObject()
    }
}
