// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Clears an alarm whose cause is gone.
public struct ClearAlarm: Sendable, Hashable {
    /// Which.
    public var key: AlarmKey = AlarmKey()
    /// For the history.
    public var comment: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        key: AlarmKey = AlarmKey(),
        comment: String = ""
    ) {
        self.key = key
        self.comment = comment
    }
}

extension ClearAlarm: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "ClearAlarm" }

    typealias Raw = Holdover__ClearAlarm

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__clear_alarm__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__clear_alarm__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__clear_alarm__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__clear_alarm__init(raw)
        raw.pointee.key = try self.key.lower(into: arena)
        raw.pointee.comment = try arena.text(self.comment)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        if let value = raw.pointee.key {
            self.key = try AlarmKey(raising: value)
        }
        comment = try wireText(raw.pointee.comment)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("key")
        self.key.writeJSON(to: &json)
        json.key("comment")
        json.value(self.comment)
        json.endObject()
    }
}
