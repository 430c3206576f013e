// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Events after a sequence number. Too old, or another epoch: ask for the snapshot instead.
public struct GetEventsSince: Sendable, Hashable {
    /// The source epoch the sequence belongs to.
    public var epoch: UInt64 = 0
    /// The stream, e.g. "events".
    public var stream: String = ""
    /// The last one seen.
    public var afterSequence: UInt64 = 0
    /// At most so many; 0: as many as fit a page.
    public var limit: UInt32 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        epoch: UInt64 = 0,
        stream: String = "",
        afterSequence: UInt64 = 0,
        limit: UInt32 = 0
    ) {
        self.epoch = epoch
        self.stream = stream
        self.afterSequence = afterSequence
        self.limit = limit
    }
}

extension GetEventsSince: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "GetEventsSince" }

    typealias Raw = Holdover__GetEventsSince

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__get_events_since__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__get_events_since__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__get_events_since__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__get_events_since__init(raw)
        raw.pointee.epoch = self.epoch
        raw.pointee.stream = try arena.text(self.stream)
        raw.pointee.after_sequence = self.afterSequence
        raw.pointee.limit = self.limit
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        epoch = raw.pointee.epoch
        stream = try wireText(raw.pointee.stream)
        afterSequence = raw.pointee.after_sequence
        limit = raw.pointee.limit
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("epoch")
        json.value(String(self.epoch))
        json.key("stream")
        json.value(self.stream)
        json.key("afterSequence")
        json.value(self.afterSequence)
        json.key("limit")
        json.value(self.limit)
        json.endObject()
    }
}
