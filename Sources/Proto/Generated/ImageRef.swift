// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A picture or LUT inside the library root.
public struct ImageRef: Sendable, Hashable {
    /// Relative to the library root.
    public var path: String = ""
    /// Changes with the file's contents.
    public var generation: UInt64 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        path: String = "",
        generation: UInt64 = 0
    ) {
        self.path = path
        self.generation = generation
    }
}

extension ImageRef: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "ImageRef" }

    typealias Raw = Holdover__ImageRef

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__image_ref__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__image_ref__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__image_ref__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__image_ref__init(raw)
        raw.pointee.path = try arena.text(self.path)
        raw.pointee.generation = self.generation
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        path = try wireText(raw.pointee.path)
        generation = raw.pointee.generation
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("path")
        json.value(self.path)
        json.key("generation")
        json.value(self.generation)
        json.endObject()
    }
}
