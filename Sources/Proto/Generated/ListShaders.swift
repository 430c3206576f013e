// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Shader packages with their parameters, in pages.
public struct ListShaders: Sendable, Hashable {
    /// The last id of the page before; empty: from the start.
    public var afterId: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        afterId: String = ""
    ) {
        self.afterId = afterId
    }
}

extension ListShaders: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "ListShaders" }

    typealias Raw = Holdover__ListShaders

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__list_shaders__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__list_shaders__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__list_shaders__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__list_shaders__init(raw)
        raw.pointee.after_id = try arena.text(self.afterId)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        afterId = try wireText(raw.pointee.after_id)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("afterId")
        json.value(self.afterId)
        json.endObject()
    }
}
