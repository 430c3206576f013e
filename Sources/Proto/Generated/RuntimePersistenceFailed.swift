// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// The store could not write.
public struct RuntimePersistenceFailed: Sendable, Hashable {
    /// Why.
    public var reason: String = ""
    /// Records waiting.
    public var pendingCount: UInt32 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        reason: String = "",
        pendingCount: UInt32 = 0
    ) {
        self.reason = reason
        self.pendingCount = pendingCount
    }
}

extension RuntimePersistenceFailed: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "RuntimePersistenceFailed" }

    typealias Raw = Holdover__RuntimePersistenceFailed

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__runtime_persistence_failed__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__runtime_persistence_failed__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__runtime_persistence_failed__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__runtime_persistence_failed__init(raw)
        raw.pointee.reason = try arena.text(self.reason)
        raw.pointee.pending_count = self.pendingCount
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        reason = try wireText(raw.pointee.reason)
        pendingCount = raw.pointee.pending_count
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("reason")
        json.value(self.reason)
        json.key("pendingCount")
        json.value(self.pendingCount)
        json.endObject()
    }
}
