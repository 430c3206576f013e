// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// What is on air has a defect.
public struct SignalDefectStarted: Sendable, Hashable {
    /// What.
    public var kind: DefectKind = .black
    /// Its number, unique in the timeline epoch.
    public var defectId: UInt64 = 0
    /// First output index.
    public var startIndex: Int64 = 0
    /// File in the state directory; empty: none.
    public var thumbnail: String = ""
    /// A sentence.
    public var detail: String = ""
    /// How bad.
    public var severity: Severity = .info
    /// On which device; empty: the clock's.
    public var device: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        kind: DefectKind = .black,
        defectId: UInt64 = 0,
        startIndex: Int64 = 0,
        thumbnail: String = "",
        detail: String = "",
        severity: Severity = .info,
        device: String = ""
    ) {
        self.kind = kind
        self.defectId = defectId
        self.startIndex = startIndex
        self.thumbnail = thumbnail
        self.detail = detail
        self.severity = severity
        self.device = device
    }
}

extension SignalDefectStarted: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "SignalDefectStarted" }

    typealias Raw = Holdover__SignalDefectStarted

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__signal_defect_started__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__signal_defect_started__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__signal_defect_started__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__signal_defect_started__init(raw)
        raw.pointee.kind = self.kind.lowered
        raw.pointee.defect_id = self.defectId
        raw.pointee.start_index = self.startIndex
        raw.pointee.thumbnail = try arena.text(self.thumbnail)
        raw.pointee.detail = try arena.text(self.detail)
        raw.pointee.severity = self.severity.lowered
        raw.pointee.device = try arena.text(self.device)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        kind = DefectKind(raising: raw.pointee.kind)
        defectId = raw.pointee.defect_id
        startIndex = raw.pointee.start_index
        thumbnail = try wireText(raw.pointee.thumbnail)
        detail = try wireText(raw.pointee.detail)
        severity = Severity(raising: raw.pointee.severity)
        device = try wireText(raw.pointee.device)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("kind")
        json.value(self.kind.name)
        json.key("defectId")
        json.value(self.defectId)
        json.key("startIndex")
        json.value(self.startIndex)
        json.key("thumbnail")
        json.value(self.thumbnail)
        json.key("detail")
        json.value(self.detail)
        json.key("severity")
        json.value(self.severity.name)
        json.key("device")
        json.value(self.device)
        json.endObject()
    }
}
