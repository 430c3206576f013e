// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// What one operation led to, in every process, as far as memory reaches.
public struct GetOperation: Sendable, Hashable {
    /// Which.
    public var operationId: String = ""
    /// Entries of the pages before.
    public var afterCount: UInt32 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        operationId: String = "",
        afterCount: UInt32 = 0
    ) {
        self.operationId = operationId
        self.afterCount = afterCount
    }
}

extension GetOperation: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "GetOperation" }

    typealias Raw = Holdover__GetOperation

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__get_operation__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__get_operation__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__get_operation__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__get_operation__init(raw)
        raw.pointee.operation_id = try arena.text(self.operationId)
        raw.pointee.after_count = self.afterCount
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        operationId = try wireText(raw.pointee.operation_id)
        afterCount = raw.pointee.after_count
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("operationId")
        json.value(self.operationId)
        json.key("afterCount")
        json.value(self.afterCount)
        json.endObject()
    }
}
