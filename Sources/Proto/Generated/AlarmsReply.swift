// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Alarms.
public struct AlarmsReply: Sendable, Hashable {
    /// The worst first, or by name.
    public var alarms: [Alarm] = []
    /// Ask again after the last one, by name.
    public var more: Bool = false

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        alarms: [Alarm] = [],
        more: Bool = false
    ) {
        self.alarms = alarms
        self.more = more
    }
}

extension AlarmsReply: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "AlarmsReply" }

    typealias Raw = Holdover__AlarmsReply

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__alarms_reply__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__alarms_reply__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__alarms_reply__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__alarms_reply__init(raw)
        raw.pointee.n_alarms = self.alarms.count
        raw.pointee.alarms = try arena.pointers(self.alarms) {
            item throws(WireError) in try item.lower(into: arena)
        }
        raw.pointee.more = self.more ? 1 : 0
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        alarms = try wireArray(raw.pointee.alarms, raw.pointee.n_alarms) {
            item throws(WireError) in try Alarm(raising: wirePointer(item))
        }
        more = raw.pointee.more != 0
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.array("alarms", self.alarms) { json, item in
            item.writeJSON(to: &json)
        }
        json.key("more")
        json.value(self.more)
        json.endObject()
    }
}
