// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Around every message.
public struct Envelope: Sendable, Hashable {
    /// The alternatives of `payload`.
    public enum Payload: Sendable, Hashable {
        /// Asks for a change.
        case command(Command)
        /// Asks without changing anything.
        case query(Query)
        /// Answers a request.
        case reply(Reply)
        /// Says what happened.
        case event(Event)
        /// Tells the coordinator.
        case fact(Fact)
        /// The coordinator has it on disk.
        case factAck(FactAck)
        /// Observation only.
        case telemetry(Telemetry)

        /// The alternative's name in the schema.
        public var name: String {
            switch self {
            case .command: "command"
            case .query: "query"
            case .reply: "reply"
            case .event: "event"
            case .fact: "fact"
            case .factAck: "fact_ack"
            case .telemetry: "telemetry"
            }
        }

        /// The names of all alternatives.
        public static let names: [String] = [
            "command",
            "query",
            "reply",
            "event",
            "fact",
            "fact_ack",
            "telemetry",
        ]
    }

    /// The process, e.g. "renderd.a".
    public var source: String = ""
    /// Random, new at each start of the process.
    public var sourceEpoch: UInt64 = 0
    /// Sequences count per (source, epoch, stream).
    public var stream: String = ""
    /// From 1.
    public var sequence: UInt64 = 0
    /// CLOCK_MONOTONIC, shared by all processes of a host.
    public var createdMonotonicNanoseconds: Int64 = 0
    /// Since 1970, UTC.
    public var createdWallNanoseconds: Int64 = 0
    /// Follows a command through every stage and log line.
    public var operationId: String = ""
    /// The run it belongs to; empty: none.
    public var runId: String = ""
    /// Of a request; 0: none.
    public var deadlineMonotonicNanoseconds: Int64 = 0
    /// Empty: every item matters.
    public var coalescingKey: String = ""
    /// How many older updates this one stands for.
    public var collapsedCount: UInt64 = 0
    /// Of a request, repeated in its reply; 0: none.
    public var requestId: UInt64 = 0
    /// The process an event happened in, where another sends it; empty: source.
    public var producer: String = ""
    /// Which of them; nil: none, or one this build does not know.
    public var payload: Payload? = nil

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        source: String = "",
        sourceEpoch: UInt64 = 0,
        stream: String = "",
        sequence: UInt64 = 0,
        createdMonotonicNanoseconds: Int64 = 0,
        createdWallNanoseconds: Int64 = 0,
        operationId: String = "",
        runId: String = "",
        deadlineMonotonicNanoseconds: Int64 = 0,
        coalescingKey: String = "",
        collapsedCount: UInt64 = 0,
        requestId: UInt64 = 0,
        producer: String = "",
        payload: Payload? = nil
    ) {
        self.source = source
        self.sourceEpoch = sourceEpoch
        self.stream = stream
        self.sequence = sequence
        self.createdMonotonicNanoseconds = createdMonotonicNanoseconds
        self.createdWallNanoseconds = createdWallNanoseconds
        self.operationId = operationId
        self.runId = runId
        self.deadlineMonotonicNanoseconds = deadlineMonotonicNanoseconds
        self.coalescingKey = coalescingKey
        self.collapsedCount = collapsedCount
        self.requestId = requestId
        self.producer = producer
        self.payload = payload
    }
}

extension Envelope: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "Envelope" }

    typealias Raw = Holdover__Envelope

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__envelope__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__envelope__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__envelope__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__envelope__init(raw)
        raw.pointee.source = try arena.text(self.source)
        raw.pointee.source_epoch = self.sourceEpoch
        raw.pointee.stream = try arena.text(self.stream)
        raw.pointee.sequence = self.sequence
        raw.pointee.created_monotonic_nanoseconds = self.createdMonotonicNanoseconds
        raw.pointee.created_wall_nanoseconds = self.createdWallNanoseconds
        raw.pointee.operation_id = try arena.text(self.operationId)
        raw.pointee.run_id = try arena.text(self.runId)
        raw.pointee.deadline_monotonic_nanoseconds = self.deadlineMonotonicNanoseconds
        raw.pointee.coalescing_key = try arena.text(self.coalescingKey)
        raw.pointee.collapsed_count = self.collapsedCount
        raw.pointee.request_id = self.requestId
        raw.pointee.producer = try arena.text(self.producer)
        try lowerPayload(into: raw, arena)
        return raw
    }

    private func lowerPayload(
        into raw: UnsafeMutablePointer<Raw>, _ arena: WireArena
    ) throws(WireError) {
        switch payload {
        case .command(let value):
            raw.pointee.command = try value.lower(into: arena)
            raw.pointee.payload_case = HOLDOVER__ENVELOPE__PAYLOAD_COMMAND
        case .query(let value):
            raw.pointee.query = try value.lower(into: arena)
            raw.pointee.payload_case = HOLDOVER__ENVELOPE__PAYLOAD_QUERY
        case .reply(let value):
            raw.pointee.reply = try value.lower(into: arena)
            raw.pointee.payload_case = HOLDOVER__ENVELOPE__PAYLOAD_REPLY
        case .event(let value):
            raw.pointee.event = try value.lower(into: arena)
            raw.pointee.payload_case = HOLDOVER__ENVELOPE__PAYLOAD_EVENT
        case .fact(let value):
            raw.pointee.fact = try value.lower(into: arena)
            raw.pointee.payload_case = HOLDOVER__ENVELOPE__PAYLOAD_FACT
        case .factAck(let value):
            raw.pointee.fact_ack = try value.lower(into: arena)
            raw.pointee.payload_case = HOLDOVER__ENVELOPE__PAYLOAD_FACT_ACK
        case .telemetry(let value):
            raw.pointee.telemetry = try value.lower(into: arena)
            raw.pointee.payload_case = HOLDOVER__ENVELOPE__PAYLOAD_TELEMETRY
        case nil: break
        }
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        source = try wireText(raw.pointee.source)
        sourceEpoch = raw.pointee.source_epoch
        stream = try wireText(raw.pointee.stream)
        sequence = raw.pointee.sequence
        createdMonotonicNanoseconds = raw.pointee.created_monotonic_nanoseconds
        createdWallNanoseconds = raw.pointee.created_wall_nanoseconds
        operationId = try wireText(raw.pointee.operation_id)
        runId = try wireText(raw.pointee.run_id)
        deadlineMonotonicNanoseconds = raw.pointee.deadline_monotonic_nanoseconds
        coalescingKey = try wireText(raw.pointee.coalescing_key)
        collapsedCount = raw.pointee.collapsed_count
        requestId = raw.pointee.request_id
        producer = try wireText(raw.pointee.producer)
        payload = try Self.raisePayload(raw)
    }

    private static func raisePayload(
        _ raw: UnsafeMutablePointer<Raw>
    ) throws(WireError) -> Payload? {
        switch raw.pointee.payload_case {
        case HOLDOVER__ENVELOPE__PAYLOAD_COMMAND:
            try .command(Command(raising: wirePointer(raw.pointee.command)))
        case HOLDOVER__ENVELOPE__PAYLOAD_QUERY:
            try .query(Query(raising: wirePointer(raw.pointee.query)))
        case HOLDOVER__ENVELOPE__PAYLOAD_REPLY:
            try .reply(Reply(raising: wirePointer(raw.pointee.reply)))
        case HOLDOVER__ENVELOPE__PAYLOAD_EVENT:
            try .event(Event(raising: wirePointer(raw.pointee.event)))
        case HOLDOVER__ENVELOPE__PAYLOAD_FACT:
            try .fact(Fact(raising: wirePointer(raw.pointee.fact)))
        case HOLDOVER__ENVELOPE__PAYLOAD_FACT_ACK:
            try .factAck(FactAck(raising: wirePointer(raw.pointee.fact_ack)))
        case HOLDOVER__ENVELOPE__PAYLOAD_TELEMETRY:
            try .telemetry(Telemetry(raising: wirePointer(raw.pointee.telemetry)))
        default: nil
        }
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("source")
        json.value(self.source)
        json.key("sourceEpoch")
        json.value(String(self.sourceEpoch))
        json.key("stream")
        json.value(self.stream)
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
        json.key("deadlineMonotonicNanoseconds")
        json.value(self.deadlineMonotonicNanoseconds)
        json.key("coalescingKey")
        json.value(self.coalescingKey)
        json.key("collapsedCount")
        json.value(self.collapsedCount)
        json.key("requestId")
        json.value(String(self.requestId))
        json.key("producer")
        json.value(self.producer)
        switch payload {
        case .command(let value):
            json.key("command")
            value.writeJSON(to: &json)
        case .query(let value):
            json.key("query")
            value.writeJSON(to: &json)
        case .reply(let value):
            json.key("reply")
            value.writeJSON(to: &json)
        case .event(let value):
            json.key("event")
            value.writeJSON(to: &json)
        case .fact(let value):
            json.key("fact")
            value.writeJSON(to: &json)
        case .factAck(let value):
            json.key("factAck")
            value.writeJSON(to: &json)
        case .telemetry(let value):
            json.key("telemetry")
            value.writeJSON(to: &json)
        case nil: break
        }
        json.endObject()
    }
}
