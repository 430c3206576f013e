// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A page of missed events.
public struct EventsReply: Sendable, Hashable {
    /// Source epoch of the stream.
    public var epoch: UInt64 = 0
    /// The newest there is.
    public var headSequence: UInt64 = 0
    /// In order.
    public var events: [SequencedEvent] = []
    /// Ask again after the last one.
    public var more: Bool = false
    /// Too old or another epoch: ask for the snapshot.
    public var resyncRequired: Bool = false

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        epoch: UInt64 = 0,
        headSequence: UInt64 = 0,
        events: [SequencedEvent] = [],
        more: Bool = false,
        resyncRequired: Bool = false
    ) {
        self.epoch = epoch
        self.headSequence = headSequence
        self.events = events
        self.more = more
        self.resyncRequired = resyncRequired
    }
}

extension EventsReply: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "EventsReply" }

    typealias Raw = Holdover__EventsReply

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__events_reply__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__events_reply__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__events_reply__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__events_reply__init(raw)
        raw.pointee.epoch = self.epoch
        raw.pointee.head_sequence = self.headSequence
        raw.pointee.n_events = self.events.count
        raw.pointee.events = try arena.pointers(self.events) {
            item throws(WireError) in try item.lower(into: arena)
        }
        raw.pointee.more = self.more ? 1 : 0
        raw.pointee.resync_required = self.resyncRequired ? 1 : 0
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        epoch = raw.pointee.epoch
        headSequence = raw.pointee.head_sequence
        events = try wireArray(raw.pointee.events, raw.pointee.n_events) {
            item throws(WireError) in try SequencedEvent(raising: wirePointer(item))
        }
        more = raw.pointee.more != 0
        resyncRequired = raw.pointee.resync_required != 0
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("epoch")
        json.value(String(self.epoch))
        json.key("headSequence")
        json.value(self.headSequence)
        json.array("events", self.events) { json, item in
            item.writeJSON(to: &json)
        }
        json.key("more")
        json.value(self.more)
        json.key("resyncRequired")
        json.value(self.resyncRequired)
        json.endObject()
    }
}
