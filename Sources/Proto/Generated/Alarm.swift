// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// One alarm as an operator sees it.
public struct Alarm: Sendable, Hashable {
    /// Kind and subject.
    public var key: AlarmKey = AlarmKey()
    /// How bad.
    public var severity: Severity = .info
    /// A sentence.
    public var text: String = ""
    /// The cause stands.
    public var active: Bool = false
    /// How often it was raised.
    public var count: UInt64 = 0
    /// First raised.
    public var raisedWallNanoseconds: Int64 = 0
    /// Last changed.
    public var updatedWallNanoseconds: Int64 = 0
    /// Cause gone; 0 while it stands.
    public var clearedWallNanoseconds: Int64 = 0
    /// Empty: nobody yet.
    public var acknowledgedBy: String = ""
    /// When; 0: not yet.
    public var acknowledgedWallNanoseconds: Int64 = 0
    /// 0: not shelved.
    public var shelvedUntilWallNanoseconds: Int64 = 0
    /// On disk.
    public var stored: Bool = false
    /// The process that raised it.
    public var source: String = ""
    /// What they said who acknowledged it.
    public var acknowledgedComment: String = ""
    /// When it was escalated; 0: not.
    public var escalatedWallNanoseconds: Int64 = 0
    /// Why it is shelved.
    public var shelvedReason: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        key: AlarmKey = AlarmKey(),
        severity: Severity = .info,
        text: String = "",
        active: Bool = false,
        count: UInt64 = 0,
        raisedWallNanoseconds: Int64 = 0,
        updatedWallNanoseconds: Int64 = 0,
        clearedWallNanoseconds: Int64 = 0,
        acknowledgedBy: String = "",
        acknowledgedWallNanoseconds: Int64 = 0,
        shelvedUntilWallNanoseconds: Int64 = 0,
        stored: Bool = false,
        source: String = "",
        acknowledgedComment: String = "",
        escalatedWallNanoseconds: Int64 = 0,
        shelvedReason: String = ""
    ) {
        self.key = key
        self.severity = severity
        self.text = text
        self.active = active
        self.count = count
        self.raisedWallNanoseconds = raisedWallNanoseconds
        self.updatedWallNanoseconds = updatedWallNanoseconds
        self.clearedWallNanoseconds = clearedWallNanoseconds
        self.acknowledgedBy = acknowledgedBy
        self.acknowledgedWallNanoseconds = acknowledgedWallNanoseconds
        self.shelvedUntilWallNanoseconds = shelvedUntilWallNanoseconds
        self.stored = stored
        self.source = source
        self.acknowledgedComment = acknowledgedComment
        self.escalatedWallNanoseconds = escalatedWallNanoseconds
        self.shelvedReason = shelvedReason
    }
}

extension Alarm: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "Alarm" }

    typealias Raw = Holdover__Alarm

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__alarm__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__alarm__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__alarm__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__alarm__init(raw)
        raw.pointee.key = try self.key.lower(into: arena)
        raw.pointee.severity = self.severity.lowered
        raw.pointee.text = try arena.text(self.text)
        raw.pointee.active = self.active ? 1 : 0
        raw.pointee.count = self.count
        raw.pointee.raised_wall_nanoseconds = self.raisedWallNanoseconds
        raw.pointee.updated_wall_nanoseconds = self.updatedWallNanoseconds
        raw.pointee.cleared_wall_nanoseconds = self.clearedWallNanoseconds
        raw.pointee.acknowledged_by = try arena.text(self.acknowledgedBy)
        raw.pointee.acknowledged_wall_nanoseconds = self.acknowledgedWallNanoseconds
        raw.pointee.shelved_until_wall_nanoseconds = self.shelvedUntilWallNanoseconds
        raw.pointee.stored = self.stored ? 1 : 0
        raw.pointee.source = try arena.text(self.source)
        raw.pointee.acknowledged_comment = try arena.text(self.acknowledgedComment)
        raw.pointee.escalated_wall_nanoseconds = self.escalatedWallNanoseconds
        raw.pointee.shelved_reason = try arena.text(self.shelvedReason)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        if let value = raw.pointee.key {
            self.key = try AlarmKey(raising: value)
        }
        severity = Severity(raising: raw.pointee.severity)
        text = try wireText(raw.pointee.text)
        active = raw.pointee.active != 0
        count = raw.pointee.count
        raisedWallNanoseconds = raw.pointee.raised_wall_nanoseconds
        updatedWallNanoseconds = raw.pointee.updated_wall_nanoseconds
        clearedWallNanoseconds = raw.pointee.cleared_wall_nanoseconds
        acknowledgedBy = try wireText(raw.pointee.acknowledged_by)
        acknowledgedWallNanoseconds = raw.pointee.acknowledged_wall_nanoseconds
        shelvedUntilWallNanoseconds = raw.pointee.shelved_until_wall_nanoseconds
        stored = raw.pointee.stored != 0
        source = try wireText(raw.pointee.source)
        acknowledgedComment = try wireText(raw.pointee.acknowledged_comment)
        escalatedWallNanoseconds = raw.pointee.escalated_wall_nanoseconds
        shelvedReason = try wireText(raw.pointee.shelved_reason)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("key")
        self.key.writeJSON(to: &json)
        json.key("severity")
        json.value(self.severity.name)
        json.key("text")
        json.value(self.text)
        json.key("active")
        json.value(self.active)
        json.key("count")
        json.value(self.count)
        json.key("raisedWallNanoseconds")
        json.value(self.raisedWallNanoseconds)
        json.key("updatedWallNanoseconds")
        json.value(self.updatedWallNanoseconds)
        json.key("clearedWallNanoseconds")
        json.value(self.clearedWallNanoseconds)
        json.key("acknowledgedBy")
        json.value(self.acknowledgedBy)
        json.key("acknowledgedWallNanoseconds")
        json.value(self.acknowledgedWallNanoseconds)
        json.key("shelvedUntilWallNanoseconds")
        json.value(self.shelvedUntilWallNanoseconds)
        json.key("stored")
        json.value(self.stored)
        json.key("source")
        json.value(self.source)
        json.key("acknowledgedComment")
        json.value(self.acknowledgedComment)
        json.key("escalatedWallNanoseconds")
        json.value(self.escalatedWallNanoseconds)
        json.key("shelvedReason")
        json.value(self.shelvedReason)
        json.endObject()
    }
}
