// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// One line of what was on air, and of what was done about it.
public struct AsRunEntry: Sendable, Hashable {
    /// When.
    public var wallNanoseconds: Int64 = 0
    /// Output index; 0: unknown.
    public var index: Int64 = 0
    /// E.g. "run", "preset", "source", "defect", "alarm".
    public var kind: String = ""
    /// What, in a sentence.
    public var text: String = ""
    /// Of the command that led to it.
    public var operationId: String = ""
    /// Who asked.
    public var principal: String = ""
    /// JSON: layers and parameters, a source, a defect; empty: none.
    public var detail: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        wallNanoseconds: Int64 = 0,
        index: Int64 = 0,
        kind: String = "",
        text: String = "",
        operationId: String = "",
        principal: String = "",
        detail: String = ""
    ) {
        self.wallNanoseconds = wallNanoseconds
        self.index = index
        self.kind = kind
        self.text = text
        self.operationId = operationId
        self.principal = principal
        self.detail = detail
    }
}

extension AsRunEntry: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "AsRunEntry" }

    typealias Raw = Holdover__AsRunEntry

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__as_run_entry__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__as_run_entry__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__as_run_entry__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__as_run_entry__init(raw)
        raw.pointee.wall_nanoseconds = self.wallNanoseconds
        raw.pointee.index = self.index
        raw.pointee.kind = try arena.text(self.kind)
        raw.pointee.text = try arena.text(self.text)
        raw.pointee.operation_id = try arena.text(self.operationId)
        raw.pointee.principal = try arena.text(self.principal)
        raw.pointee.detail = try arena.text(self.detail)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        wallNanoseconds = raw.pointee.wall_nanoseconds
        index = raw.pointee.index
        kind = try wireText(raw.pointee.kind)
        text = try wireText(raw.pointee.text)
        operationId = try wireText(raw.pointee.operation_id)
        principal = try wireText(raw.pointee.principal)
        detail = try wireText(raw.pointee.detail)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("wallNanoseconds")
        json.value(self.wallNanoseconds)
        json.key("index")
        json.value(self.index)
        json.key("kind")
        json.value(self.kind)
        json.key("text")
        json.value(self.text)
        json.key("operationId")
        json.value(self.operationId)
        json.key("principal")
        json.value(self.principal)
        json.key("detail")
        json.value(self.detail)
        json.endObject()
    }
}
