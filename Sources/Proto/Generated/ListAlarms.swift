// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Alarms.
public struct ListAlarms: Sendable, Hashable {
    /// Also cleared and acknowledged ones.
    public var includePast: Bool = false
    /// At most so many; 0: a page.
    public var limit: UInt32 = 0
    /// In order of kind and subject, to be asked page by page; else the worst first.
    public var byName: Bool = false
    /// By name: the last one of the page before; empty: the first page.
    public var afterKind: String = ""
    /// The same.
    public var afterSubject: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        includePast: Bool = false,
        limit: UInt32 = 0,
        byName: Bool = false,
        afterKind: String = "",
        afterSubject: String = ""
    ) {
        self.includePast = includePast
        self.limit = limit
        self.byName = byName
        self.afterKind = afterKind
        self.afterSubject = afterSubject
    }
}

extension ListAlarms: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "ListAlarms" }

    typealias Raw = Holdover__ListAlarms

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__list_alarms__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__list_alarms__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__list_alarms__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__list_alarms__init(raw)
        raw.pointee.include_past = self.includePast ? 1 : 0
        raw.pointee.limit = self.limit
        raw.pointee.by_name = self.byName ? 1 : 0
        raw.pointee.after_kind = try arena.text(self.afterKind)
        raw.pointee.after_subject = try arena.text(self.afterSubject)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        includePast = raw.pointee.include_past != 0
        limit = raw.pointee.limit
        byName = raw.pointee.by_name != 0
        afterKind = try wireText(raw.pointee.after_kind)
        afterSubject = try wireText(raw.pointee.after_subject)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("includePast")
        json.value(self.includePast)
        json.key("limit")
        json.value(self.limit)
        json.key("byName")
        json.value(self.byName)
        json.key("afterKind")
        json.value(self.afterKind)
        json.key("afterSubject")
        json.value(self.afterSubject)
        json.endObject()
    }
}
