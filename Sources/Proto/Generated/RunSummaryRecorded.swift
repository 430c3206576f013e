// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A run has its one summary.
public struct RunSummaryRecorded: Sendable, Hashable {
    /// Which run.
    public var runId: String = ""
    /// Why it ended.
    public var cause: RunCause = .none
    /// Alarms raised in it.
    public var alarmCount: UInt64 = 0
    /// Signal defects in it.
    public var defectCount: UInt64 = 0
    /// Lost slots in it.
    public var lostSlotCount: UInt64 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        runId: String = "",
        cause: RunCause = .none,
        alarmCount: UInt64 = 0,
        defectCount: UInt64 = 0,
        lostSlotCount: UInt64 = 0
    ) {
        self.runId = runId
        self.cause = cause
        self.alarmCount = alarmCount
        self.defectCount = defectCount
        self.lostSlotCount = lostSlotCount
    }
}

extension RunSummaryRecorded: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "RunSummaryRecorded" }

    typealias Raw = Holdover__RunSummaryRecorded

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__run_summary_recorded__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__run_summary_recorded__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__run_summary_recorded__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__run_summary_recorded__init(raw)
        raw.pointee.run_id = try arena.text(self.runId)
        raw.pointee.cause = self.cause.lowered
        raw.pointee.alarm_count = self.alarmCount
        raw.pointee.defect_count = self.defectCount
        raw.pointee.lost_slot_count = self.lostSlotCount
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        runId = try wireText(raw.pointee.run_id)
        cause = RunCause(raising: raw.pointee.cause)
        alarmCount = raw.pointee.alarm_count
        defectCount = raw.pointee.defect_count
        lostSlotCount = raw.pointee.lost_slot_count
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("runId")
        json.value(self.runId)
        json.key("cause")
        json.value(self.cause.name)
        json.key("alarmCount")
        json.value(self.alarmCount)
        json.key("defectCount")
        json.value(self.defectCount)
        json.key("lostSlotCount")
        json.value(self.lostSlotCount)
        json.endObject()
    }
}
