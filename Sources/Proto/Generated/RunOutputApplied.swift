// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// The output has shown what the run wants on air.
public struct RunOutputApplied: Sendable, Hashable {
    /// What.
    public var output: RunOutput = .programme
    /// First output index shown with it.
    public var index: Int64 = 0
    /// Of the command that asked for it.
    public var operationId: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        output: RunOutput = .programme,
        index: Int64 = 0,
        operationId: String = ""
    ) {
        self.output = output
        self.index = index
        self.operationId = operationId
    }
}

extension RunOutputApplied: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "RunOutputApplied" }

    typealias Raw = Holdover__RunOutputApplied

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__run_output_applied__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__run_output_applied__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__run_output_applied__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__run_output_applied__init(raw)
        raw.pointee.output = self.output.lowered
        raw.pointee.index = self.index
        raw.pointee.operation_id = try arena.text(self.operationId)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        output = RunOutput(raising: raw.pointee.output)
        index = raw.pointee.index
        operationId = try wireText(raw.pointee.operation_id)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("output")
        json.value(self.output.name)
        json.key("index")
        json.value(self.index)
        json.key("operationId")
        json.value(self.operationId)
        json.endObject()
    }
}
