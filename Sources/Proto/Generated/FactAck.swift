// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// The coordinator has a fact's effect on disk, and all of the same sender before it.
public struct FactAck: Sendable, Hashable {
    /// The sender epoch it acknowledges.
    public var factEpoch: UInt64 = 0
    /// Everything up to here is done.
    public var throughSequence: UInt64 = 0
    /// Who acknowledges; a new one wants a status report.
    public var coordinatorEpoch: UInt64 = 0
    /// The coordinator does not know this sender: report everything.
    public var reportWanted: Bool = false

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        factEpoch: UInt64 = 0,
        throughSequence: UInt64 = 0,
        coordinatorEpoch: UInt64 = 0,
        reportWanted: Bool = false
    ) {
        self.factEpoch = factEpoch
        self.throughSequence = throughSequence
        self.coordinatorEpoch = coordinatorEpoch
        self.reportWanted = reportWanted
    }
}

extension FactAck: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "FactAck" }

    typealias Raw = Holdover__FactAck

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__fact_ack__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__fact_ack__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__fact_ack__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__fact_ack__init(raw)
        raw.pointee.fact_epoch = self.factEpoch
        raw.pointee.through_sequence = self.throughSequence
        raw.pointee.coordinator_epoch = self.coordinatorEpoch
        raw.pointee.report_wanted = self.reportWanted ? 1 : 0
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        factEpoch = raw.pointee.fact_epoch
        throughSequence = raw.pointee.through_sequence
        coordinatorEpoch = raw.pointee.coordinator_epoch
        reportWanted = raw.pointee.report_wanted != 0
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("factEpoch")
        json.value(String(self.factEpoch))
        json.key("throughSequence")
        json.value(self.throughSequence)
        json.key("coordinatorEpoch")
        json.value(String(self.coordinatorEpoch))
        json.key("reportWanted")
        json.value(self.reportWanted)
        json.endObject()
    }
}
