// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A page of what was on air.
public struct AsRunReply: Sendable, Hashable {
    /// Oldest first.
    public var entries: [AsRunEntry] = []
    /// Ask again after these.
    public var more: Bool = false
    /// Of the last entry; 0: there is none.
    public var lastNumber: UInt64 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        entries: [AsRunEntry] = [],
        more: Bool = false,
        lastNumber: UInt64 = 0
    ) {
        self.entries = entries
        self.more = more
        self.lastNumber = lastNumber
    }
}

extension AsRunReply: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "AsRunReply" }

    typealias Raw = Holdover__AsRunReply

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__as_run_reply__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__as_run_reply__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__as_run_reply__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__as_run_reply__init(raw)
        raw.pointee.n_entries = self.entries.count
        raw.pointee.entries = try arena.pointers(self.entries) {
            item throws(WireError) in try item.lower(into: arena)
        }
        raw.pointee.more = self.more ? 1 : 0
        raw.pointee.last_number = self.lastNumber
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        entries = try wireArray(raw.pointee.entries, raw.pointee.n_entries) {
            item throws(WireError) in try AsRunEntry(raising: wirePointer(item))
        }
        more = raw.pointee.more != 0
        lastNumber = raw.pointee.last_number
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.array("entries", self.entries) { json, item in
            item.writeJSON(to: &json)
        }
        json.key("more")
        json.value(self.more)
        json.key("lastNumber")
        json.value(self.lastNumber)
        json.endObject()
    }
}
