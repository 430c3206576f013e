// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// An alarm is hidden for a while, or shown again.
public struct AlarmShelved: Sendable, Hashable {
    /// Which.
    public var alarm: Alarm = Alarm()
    /// Hidden; false: shown again.
    public var shelved: Bool = false
    /// Why.
    public var reason: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        alarm: Alarm = Alarm(),
        shelved: Bool = false,
        reason: String = ""
    ) {
        self.alarm = alarm
        self.shelved = shelved
        self.reason = reason
    }
}

extension AlarmShelved: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "AlarmShelved" }

    typealias Raw = Holdover__AlarmShelved

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__alarm_shelved__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__alarm_shelved__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__alarm_shelved__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__alarm_shelved__init(raw)
        raw.pointee.alarm = try self.alarm.lower(into: arena)
        raw.pointee.shelved = self.shelved ? 1 : 0
        raw.pointee.reason = try arena.text(self.reason)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        if let value = raw.pointee.alarm {
            self.alarm = try Alarm(raising: value)
        }
        shelved = raw.pointee.shelved != 0
        reason = try wireText(raw.pointee.reason)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("alarm")
        self.alarm.writeJSON(to: &json)
        json.key("shelved")
        json.value(self.shelved)
        json.key("reason")
        json.value(self.reason)
        json.endObject()
    }
}
