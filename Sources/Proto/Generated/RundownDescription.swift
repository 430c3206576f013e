// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A stored rundown in a list.
public struct RundownDescription: Sendable, Hashable {
    /// Its name.
    public var name: String = ""
    /// When.
    public var savedWallNanoseconds: Int64 = 0
    /// How many items.
    public var itemCount: UInt32 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        name: String = "",
        savedWallNanoseconds: Int64 = 0,
        itemCount: UInt32 = 0
    ) {
        self.name = name
        self.savedWallNanoseconds = savedWallNanoseconds
        self.itemCount = itemCount
    }
}

extension RundownDescription: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "RundownDescription" }

    typealias Raw = Holdover__RundownDescription

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__rundown_description__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__rundown_description__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__rundown_description__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__rundown_description__init(raw)
        raw.pointee.name = try arena.text(self.name)
        raw.pointee.saved_wall_nanoseconds = self.savedWallNanoseconds
        raw.pointee.item_count = self.itemCount
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        name = try wireText(raw.pointee.name)
        savedWallNanoseconds = raw.pointee.saved_wall_nanoseconds
        itemCount = raw.pointee.item_count
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("name")
        json.value(self.name)
        json.key("savedWallNanoseconds")
        json.value(self.savedWallNanoseconds)
        json.key("itemCount")
        json.value(self.itemCount)
        json.endObject()
    }
}
