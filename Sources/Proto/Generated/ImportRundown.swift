// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Stores a rundown given as JSON.
public struct ImportRundown: Sendable, Hashable {
    /// The rundown's name.
    public var name: String = ""
    /// The document.
    public var json: String = ""
    /// Replace an existing one.
    public var overwrite: Bool = false

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        name: String = "",
        json: String = "",
        overwrite: Bool = false
    ) {
        self.name = name
        self.json = json
        self.overwrite = overwrite
    }
}

extension ImportRundown: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "ImportRundown" }

    typealias Raw = Holdover__ImportRundown

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__import_rundown__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__import_rundown__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__import_rundown__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__import_rundown__init(raw)
        raw.pointee.name = try arena.text(self.name)
        raw.pointee.json = try arena.text(self.json)
        raw.pointee.overwrite = self.overwrite ? 1 : 0
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        name = try wireText(raw.pointee.name)
        json = try wireText(raw.pointee.json)
        overwrite = raw.pointee.overwrite != 0
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("name")
        json.value(self.name)
        json.key("json")
        json.value(self.json)
        json.key("overwrite")
        json.value(self.overwrite)
        json.endObject()
    }
}
