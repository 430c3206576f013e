// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// The defect is over.
public struct SignalDefectEnded: Sendable, Hashable {
    /// What.
    public var kind: DefectKind = .black
    /// Its number.
    public var defectId: UInt64 = 0
    /// First output index.
    public var startIndex: Int64 = 0
    /// First good output index.
    public var endIndex: Int64 = 0
    /// A sentence: what was measured.
    public var detail: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        kind: DefectKind = .black,
        defectId: UInt64 = 0,
        startIndex: Int64 = 0,
        endIndex: Int64 = 0,
        detail: String = ""
    ) {
        self.kind = kind
        self.defectId = defectId
        self.startIndex = startIndex
        self.endIndex = endIndex
        self.detail = detail
    }
}

extension SignalDefectEnded: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "SignalDefectEnded" }

    typealias Raw = Holdover__SignalDefectEnded

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__signal_defect_ended__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__signal_defect_ended__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__signal_defect_ended__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__signal_defect_ended__init(raw)
        raw.pointee.kind = self.kind.lowered
        raw.pointee.defect_id = self.defectId
        raw.pointee.start_index = self.startIndex
        raw.pointee.end_index = self.endIndex
        raw.pointee.detail = try arena.text(self.detail)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        kind = DefectKind(raising: raw.pointee.kind)
        defectId = raw.pointee.defect_id
        startIndex = raw.pointee.start_index
        endIndex = raw.pointee.end_index
        detail = try wireText(raw.pointee.detail)
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
        json.key("endIndex")
        json.value(self.endIndex)
        json.key("detail")
        json.value(self.detail)
        json.endObject()
    }
}
