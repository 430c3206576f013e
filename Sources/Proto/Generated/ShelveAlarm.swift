// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Hides an alarm for a while.
public struct ShelveAlarm: Sendable, Hashable {
    /// Which.
    public var key: AlarmKey = AlarmKey()
    /// For how long.
    public var durationNanoseconds: UInt64 = 0
    /// Why.
    public var reason: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        key: AlarmKey = AlarmKey(),
        durationNanoseconds: UInt64 = 0,
        reason: String = ""
    ) {
        self.key = key
        self.durationNanoseconds = durationNanoseconds
        self.reason = reason
    }
}

extension ShelveAlarm: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "ShelveAlarm" }

    typealias Raw = Holdover__ShelveAlarm

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__shelve_alarm__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__shelve_alarm__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__shelve_alarm__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__shelve_alarm__init(raw)
        raw.pointee.key = try self.key.lower(into: arena)
        raw.pointee.duration_nanoseconds = self.durationNanoseconds
        raw.pointee.reason = try arena.text(self.reason)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        if let value = raw.pointee.key {
            self.key = try AlarmKey(raising: value)
        }
        durationNanoseconds = raw.pointee.duration_nanoseconds
        reason = try wireText(raw.pointee.reason)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("key")
        self.key.writeJSON(to: &json)
        json.key("durationNanoseconds")
        json.value(self.durationNanoseconds)
        json.key("reason")
        json.value(self.reason)
        json.endObject()
    }
}
