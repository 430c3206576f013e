// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Stored rundowns.
public struct ListRundowns: Sendable, Hashable {
    /// The last name of the page before; empty: from the start.
    public var afterName: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        afterName: String = ""
    ) {
        self.afterName = afterName
    }
}

extension ListRundowns: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "ListRundowns" }

    typealias Raw = Holdover__ListRundowns

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__list_rundowns__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__list_rundowns__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__list_rundowns__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__list_rundowns__init(raw)
        raw.pointee.after_name = try arena.text(self.afterName)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        afterName = try wireText(raw.pointee.after_name)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("afterName")
        json.value(self.afterName)
        json.endObject()
    }
}
