// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Alarms of one kind that are too many to be listed one by one.
public struct AlarmGroup: Sendable, Hashable {
    /// Their kind.
    public var kind: String = ""
    /// How many are not listed.
    public var count: UInt64 = 0
    /// How many of them stand.
    public var activeCount: UInt64 = 0
    /// The worst.
    public var severity: Severity = .info

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        kind: String = "",
        count: UInt64 = 0,
        activeCount: UInt64 = 0,
        severity: Severity = .info
    ) {
        self.kind = kind
        self.count = count
        self.activeCount = activeCount
        self.severity = severity
    }
}

extension AlarmGroup: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "AlarmGroup" }

    typealias Raw = Holdover__AlarmGroup

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__alarm_group__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__alarm_group__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__alarm_group__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__alarm_group__init(raw)
        raw.pointee.kind = try arena.text(self.kind)
        raw.pointee.count = self.count
        raw.pointee.active_count = self.activeCount
        raw.pointee.severity = self.severity.lowered
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        kind = try wireText(raw.pointee.kind)
        count = raw.pointee.count
        activeCount = raw.pointee.active_count
        severity = Severity(raising: raw.pointee.severity)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("kind")
        json.value(self.kind)
        json.key("count")
        json.value(self.count)
        json.key("activeCount")
        json.value(self.activeCount)
        json.key("severity")
        json.value(self.severity.name)
        json.endObject()
    }
}
