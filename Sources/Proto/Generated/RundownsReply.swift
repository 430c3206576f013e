// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A page of rundowns.
public struct RundownsReply: Sendable, Hashable {
    /// By name.
    public var rundowns: [RundownDescription] = []
    /// Ask again after the last one.
    public var more: Bool = false

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        rundowns: [RundownDescription] = [],
        more: Bool = false
    ) {
        self.rundowns = rundowns
        self.more = more
    }
}

extension RundownsReply: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "RundownsReply" }

    typealias Raw = Holdover__RundownsReply

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__rundowns_reply__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__rundowns_reply__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__rundowns_reply__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__rundowns_reply__init(raw)
        raw.pointee.n_rundowns = self.rundowns.count
        raw.pointee.rundowns = try arena.pointers(self.rundowns) {
            item throws(WireError) in try item.lower(into: arena)
        }
        raw.pointee.more = self.more ? 1 : 0
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        rundowns = try wireArray(raw.pointee.rundowns, raw.pointee.n_rundowns) {
            item throws(WireError) in try RundownDescription(raising: wirePointer(item))
        }
        more = raw.pointee.more != 0
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.array("rundowns", self.rundowns) { json, item in
            item.writeJSON(to: &json)
        }
        json.key("more")
        json.value(self.more)
        json.endObject()
    }
}
