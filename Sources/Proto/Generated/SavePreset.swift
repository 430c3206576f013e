// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Stores the stack under a name.
public struct SavePreset: Sendable, Hashable {
    /// The preset's name.
    public var name: String = ""
    /// Replace an existing one.
    public var overwrite: Bool = false

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        name: String = "",
        overwrite: Bool = false
    ) {
        self.name = name
        self.overwrite = overwrite
    }
}

extension SavePreset: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "SavePreset" }

    typealias Raw = Holdover__SavePreset

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__save_preset__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__save_preset__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__save_preset__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__save_preset__init(raw)
        raw.pointee.name = try arena.text(self.name)
        raw.pointee.overwrite = self.overwrite ? 1 : 0
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        name = try wireText(raw.pointee.name)
        overwrite = raw.pointee.overwrite != 0
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("name")
        json.value(self.name)
        json.key("overwrite")
        json.value(self.overwrite)
        json.endObject()
    }
}
