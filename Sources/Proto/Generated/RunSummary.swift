// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// One finished or present run.
public struct RunSummary: Sendable, Hashable {
    /// How it ended or stands.
    public var status: RunStatus = RunStatus()
    /// When on air.
    public var startedWallNanoseconds: Int64 = 0
    /// 0: not ended.
    public var endedWallNanoseconds: Int64 = 0
    /// What was on air.
    public var slotsBySource: [NamedCount] = []
    /// How the device took it.
    public var slotsByResult: [NamedCount] = []
    /// Signal defects.
    public var defectCount: UInt64 = 0
    /// Alarms raised.
    public var alarmCount: UInt64 = 0
    /// Lost slots.
    public var lostSlotCount: UInt64 = 0
    /// When preparing began.
    public var preparedWallNanoseconds: Int64 = 0
    /// How often the coordinator died in it and came back.
    public var resumedCount: UInt32 = 0
    /// The output's count was lost in it; the numbers are what is known.
    public var slotsIncomplete: Bool = false
    /// Who ended it; empty: nobody.
    public var endedBy: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        status: RunStatus = RunStatus(),
        startedWallNanoseconds: Int64 = 0,
        endedWallNanoseconds: Int64 = 0,
        slotsBySource: [NamedCount] = [],
        slotsByResult: [NamedCount] = [],
        defectCount: UInt64 = 0,
        alarmCount: UInt64 = 0,
        lostSlotCount: UInt64 = 0,
        preparedWallNanoseconds: Int64 = 0,
        resumedCount: UInt32 = 0,
        slotsIncomplete: Bool = false,
        endedBy: String = ""
    ) {
        self.status = status
        self.startedWallNanoseconds = startedWallNanoseconds
        self.endedWallNanoseconds = endedWallNanoseconds
        self.slotsBySource = slotsBySource
        self.slotsByResult = slotsByResult
        self.defectCount = defectCount
        self.alarmCount = alarmCount
        self.lostSlotCount = lostSlotCount
        self.preparedWallNanoseconds = preparedWallNanoseconds
        self.resumedCount = resumedCount
        self.slotsIncomplete = slotsIncomplete
        self.endedBy = endedBy
    }
}

extension RunSummary: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "RunSummary" }

    typealias Raw = Holdover__RunSummary

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__run_summary__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__run_summary__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__run_summary__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__run_summary__init(raw)
        raw.pointee.status = try self.status.lower(into: arena)
        raw.pointee.started_wall_nanoseconds = self.startedWallNanoseconds
        raw.pointee.ended_wall_nanoseconds = self.endedWallNanoseconds
        raw.pointee.n_slots_by_source = self.slotsBySource.count
        raw.pointee.slots_by_source = try arena.pointers(self.slotsBySource) {
            item throws(WireError) in try item.lower(into: arena)
        }
        raw.pointee.n_slots_by_result = self.slotsByResult.count
        raw.pointee.slots_by_result = try arena.pointers(self.slotsByResult) {
            item throws(WireError) in try item.lower(into: arena)
        }
        raw.pointee.defect_count = self.defectCount
        raw.pointee.alarm_count = self.alarmCount
        raw.pointee.lost_slot_count = self.lostSlotCount
        raw.pointee.prepared_wall_nanoseconds = self.preparedWallNanoseconds
        raw.pointee.resumed_count = self.resumedCount
        raw.pointee.slots_incomplete = self.slotsIncomplete ? 1 : 0
        raw.pointee.ended_by = try arena.text(self.endedBy)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        if let value = raw.pointee.status {
            self.status = try RunStatus(raising: value)
        }
        startedWallNanoseconds = raw.pointee.started_wall_nanoseconds
        endedWallNanoseconds = raw.pointee.ended_wall_nanoseconds
        slotsBySource = try wireArray(raw.pointee.slots_by_source, raw.pointee.n_slots_by_source) {
            item throws(WireError) in try NamedCount(raising: wirePointer(item))
        }
        slotsByResult = try wireArray(raw.pointee.slots_by_result, raw.pointee.n_slots_by_result) {
            item throws(WireError) in try NamedCount(raising: wirePointer(item))
        }
        defectCount = raw.pointee.defect_count
        alarmCount = raw.pointee.alarm_count
        lostSlotCount = raw.pointee.lost_slot_count
        preparedWallNanoseconds = raw.pointee.prepared_wall_nanoseconds
        resumedCount = raw.pointee.resumed_count
        slotsIncomplete = raw.pointee.slots_incomplete != 0
        endedBy = try wireText(raw.pointee.ended_by)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("status")
        self.status.writeJSON(to: &json)
        json.key("startedWallNanoseconds")
        json.value(self.startedWallNanoseconds)
        json.key("endedWallNanoseconds")
        json.value(self.endedWallNanoseconds)
        json.array("slotsBySource", self.slotsBySource) { json, item in
            item.writeJSON(to: &json)
        }
        json.array("slotsByResult", self.slotsByResult) { json, item in
            item.writeJSON(to: &json)
        }
        json.key("defectCount")
        json.value(self.defectCount)
        json.key("alarmCount")
        json.value(self.alarmCount)
        json.key("lostSlotCount")
        json.value(self.lostSlotCount)
        json.key("preparedWallNanoseconds")
        json.value(self.preparedWallNanoseconds)
        json.key("resumedCount")
        json.value(self.resumedCount)
        json.key("slotsIncomplete")
        json.value(self.slotsIncomplete)
        json.key("endedBy")
        json.value(self.endedBy)
        json.endObject()
    }
}
