// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Which alarm: the newest level of one kind about one subject.
public struct AlarmKey: Sendable, Hashable {
    /// E.g. "input-lost".
    public var kind: String = ""
    /// E.g. "input.1".
    public var subject: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        kind: String = "",
        subject: String = ""
    ) {
        self.kind = kind
        self.subject = subject
    }
}

extension AlarmKey: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "AlarmKey" }

    typealias Raw = Holdover__AlarmKey

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__alarm_key__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__alarm_key__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__alarm_key__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__alarm_key__init(raw)
        raw.pointee.kind = try arena.text(self.kind)
        raw.pointee.subject = try arena.text(self.subject)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        kind = try wireText(raw.pointee.kind)
        subject = try wireText(raw.pointee.subject)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("kind")
        json.value(self.kind)
        json.key("subject")
        json.value(self.subject)
        json.endObject()
    }
}
