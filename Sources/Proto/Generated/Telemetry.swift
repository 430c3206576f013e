// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Observation only: nothing here is an input of a decision.
public struct Telemetry: Sendable, Hashable {
    /// The alternatives of `sample`.
    public enum Sample: Sendable, Hashable {
        /// A process is alive.
        case heartbeat(Heartbeat)
        /// Measured durations.
        case timing(TimingSampleRecorded)
        /// A queue's depth.
        case queueDepth(QueueDepthChanged)
        /// An observation-only event.
        case observation(Event)

        /// The alternative's name in the schema.
        public var name: String {
            switch self {
            case .heartbeat: "heartbeat"
            case .timing: "timing"
            case .queueDepth: "queue_depth"
            case .observation: "observation"
            }
        }

        /// The names of all alternatives.
        public static let names: [String] = [
            "heartbeat",
            "timing",
            "queue_depth",
            "observation",
        ]
    }

    /// Which of them; nil: none, or one this build does not know.
    public var sample: Sample? = nil

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        sample: Sample? = nil
    ) {
        self.sample = sample
    }
}

extension Telemetry: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "Telemetry" }

    typealias Raw = Holdover__Telemetry

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__telemetry__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__telemetry__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__telemetry__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__telemetry__init(raw)
        try lowerSample(into: raw, arena)
        return raw
    }

    private func lowerSample(
        into raw: UnsafeMutablePointer<Raw>, _ arena: WireArena
    ) throws(WireError) {
        switch sample {
        case .heartbeat(let value):
            raw.pointee.heartbeat = try value.lower(into: arena)
            raw.pointee.sample_case = HOLDOVER__TELEMETRY__SAMPLE_HEARTBEAT
        case .timing(let value):
            raw.pointee.timing = try value.lower(into: arena)
            raw.pointee.sample_case = HOLDOVER__TELEMETRY__SAMPLE_TIMING
        case .queueDepth(let value):
            raw.pointee.queue_depth = try value.lower(into: arena)
            raw.pointee.sample_case = HOLDOVER__TELEMETRY__SAMPLE_QUEUE_DEPTH
        case .observation(let value):
            raw.pointee.observation = try value.lower(into: arena)
            raw.pointee.sample_case = HOLDOVER__TELEMETRY__SAMPLE_OBSERVATION
        case nil: break
        }
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        sample = try Self.raiseSample(raw)
    }

    private static func raiseSample(
        _ raw: UnsafeMutablePointer<Raw>
    ) throws(WireError) -> Sample? {
        switch raw.pointee.sample_case {
        case HOLDOVER__TELEMETRY__SAMPLE_HEARTBEAT:
            try .heartbeat(Heartbeat(raising: wirePointer(raw.pointee.heartbeat)))
        case HOLDOVER__TELEMETRY__SAMPLE_TIMING:
            try .timing(TimingSampleRecorded(raising: wirePointer(raw.pointee.timing)))
        case HOLDOVER__TELEMETRY__SAMPLE_QUEUE_DEPTH:
            try .queueDepth(QueueDepthChanged(raising: wirePointer(raw.pointee.queue_depth)))
        case HOLDOVER__TELEMETRY__SAMPLE_OBSERVATION:
            try .observation(Event(raising: wirePointer(raw.pointee.observation)))
        default: nil
        }
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        switch sample {
        case .heartbeat(let value):
            json.key("heartbeat")
            value.writeJSON(to: &json)
        case .timing(let value):
            json.key("timing")
            value.writeJSON(to: &json)
        case .queueDepth(let value):
            json.key("queueDepth")
            value.writeJSON(to: &json)
        case .observation(let value):
            json.key("observation")
            value.writeJSON(to: &json)
        case nil: break
        }
        json.endObject()
    }
}
