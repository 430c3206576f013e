// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// The level of one alarm, as its owner sees it.
public struct AlarmLevel: Sendable, Hashable {
    /// Kind and subject.
    public var key: AlarmKey = AlarmKey()
    /// The cause stands.
    public var active: Bool = false
    /// How bad.
    public var severity: Severity = .info
    /// A sentence.
    public var text: String = ""
    /// Since when it is so.
    public var sinceMonotonicNanoseconds: Int64 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        key: AlarmKey = AlarmKey(),
        active: Bool = false,
        severity: Severity = .info,
        text: String = "",
        sinceMonotonicNanoseconds: Int64 = 0
    ) {
        self.key = key
        self.active = active
        self.severity = severity
        self.text = text
        self.sinceMonotonicNanoseconds = sinceMonotonicNanoseconds
    }
}

extension AlarmLevel: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "AlarmLevel" }

    typealias Raw = Holdover__AlarmLevel

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__alarm_level__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__alarm_level__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__alarm_level__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__alarm_level__init(raw)
        raw.pointee.key = try self.key.lower(into: arena)
        raw.pointee.active = self.active ? 1 : 0
        raw.pointee.severity = self.severity.lowered
        raw.pointee.text = try arena.text(self.text)
        raw.pointee.since_monotonic_nanoseconds = self.sinceMonotonicNanoseconds
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        if let value = raw.pointee.key {
            self.key = try AlarmKey(raising: value)
        }
        active = raw.pointee.active != 0
        severity = Severity(raising: raw.pointee.severity)
        text = try wireText(raw.pointee.text)
        sinceMonotonicNanoseconds = raw.pointee.since_monotonic_nanoseconds
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("key")
        self.key.writeJSON(to: &json)
        json.key("active")
        json.value(self.active)
        json.key("severity")
        json.value(self.severity.name)
        json.key("text")
        json.value(self.text)
        json.key("sinceMonotonicNanoseconds")
        json.value(self.sinceMonotonicNanoseconds)
        json.endObject()
    }
}
