// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// One event as it was published.
public struct SequencedEvent: Sendable, Hashable {
    /// Its sequence in the stream.
    public var sequence: UInt64 = 0
    /// When.
    public var createdMonotonicNanoseconds: Int64 = 0
    /// When, wall clock.
    public var createdWallNanoseconds: Int64 = 0
    /// Of the command that led to it.
    public var operationId: String = ""
    /// Of the run it belongs to.
    public var runId: String = ""
    /// What happened.
    public var event: Event = Event()
    /// The process it happened in; empty: the coordinator.
    public var producer: String = ""
    /// The declared queue it left its producer through.
    public var queue: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        sequence: UInt64 = 0,
        createdMonotonicNanoseconds: Int64 = 0,
        createdWallNanoseconds: Int64 = 0,
        operationId: String = "",
        runId: String = "",
        event: Event = Event(),
        producer: String = "",
        queue: String = ""
    ) {
        self.sequence = sequence
        self.createdMonotonicNanoseconds = createdMonotonicNanoseconds
        self.createdWallNanoseconds = createdWallNanoseconds
        self.operationId = operationId
        self.runId = runId
        self.event = event
        self.producer = producer
        self.queue = queue
    }
}

extension SequencedEvent: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "SequencedEvent" }

    typealias Raw = Holdover__SequencedEvent

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__sequenced_event__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__sequenced_event__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__sequenced_event__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__sequenced_event__init(raw)
        raw.pointee.sequence = self.sequence
        raw.pointee.created_monotonic_nanoseconds = self.createdMonotonicNanoseconds
        raw.pointee.created_wall_nanoseconds = self.createdWallNanoseconds
        raw.pointee.operation_id = try arena.text(self.operationId)
        raw.pointee.run_id = try arena.text(self.runId)
        raw.pointee.event = try self.event.lower(into: arena)
        raw.pointee.producer = try arena.text(self.producer)
        raw.pointee.queue = try arena.text(self.queue)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        sequence = raw.pointee.sequence
        createdMonotonicNanoseconds = raw.pointee.created_monotonic_nanoseconds
        createdWallNanoseconds = raw.pointee.created_wall_nanoseconds
        operationId = try wireText(raw.pointee.operation_id)
        runId = try wireText(raw.pointee.run_id)
        if let value = raw.pointee.event {
            self.event = try Event(raising: value)
        }
        producer = try wireText(raw.pointee.producer)
        queue = try wireText(raw.pointee.queue)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("sequence")
        json.value(self.sequence)
        json.key("createdMonotonicNanoseconds")
        json.value(self.createdMonotonicNanoseconds)
        json.key("createdWallNanoseconds")
        json.value(self.createdWallNanoseconds)
        json.key("operationId")
        json.value(self.operationId)
        json.key("runId")
        json.value(self.runId)
        json.key("event")
        self.event.writeJSON(to: &json)
        json.key("producer")
        json.value(self.producer)
        json.key("queue")
        json.value(self.queue)
        json.endObject()
    }
}
