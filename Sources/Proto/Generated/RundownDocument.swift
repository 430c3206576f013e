// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A stored rundown as JSON.
public struct RundownDocument: Sendable, Hashable {
    /// Its name.
    public var name: String = ""
    /// The document; empty when there is no such rundown.
    public var json: String = ""
    /// There is one.
    public var found: Bool = false

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        name: String = "",
        json: String = "",
        found: Bool = false
    ) {
        self.name = name
        self.json = json
        self.found = found
    }
}

extension RundownDocument: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "RundownDocument" }

    typealias Raw = Holdover__RundownDocument

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__rundown_document__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__rundown_document__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__rundown_document__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__rundown_document__init(raw)
        raw.pointee.name = try arena.text(self.name)
        raw.pointee.json = try arena.text(self.json)
        raw.pointee.found = self.found ? 1 : 0
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        name = try wireText(raw.pointee.name)
        json = try wireText(raw.pointee.json)
        found = raw.pointee.found != 0
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("name")
        json.value(self.name)
        json.key("json")
        json.value(self.json)
        json.key("found")
        json.value(self.found)
        json.endObject()
    }
}
