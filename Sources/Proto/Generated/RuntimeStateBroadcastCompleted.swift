// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Pages got the update.
public struct RuntimeStateBroadcastCompleted: Sendable, Hashable {
    /// Of what was shown.
    public var version: StateVersion = StateVersion()
    /// To how many.
    public var clientCount: UInt32 = 0
    /// How much in all.
    public var byteCount: UInt64 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        version: StateVersion = StateVersion(),
        clientCount: UInt32 = 0,
        byteCount: UInt64 = 0
    ) {
        self.version = version
        self.clientCount = clientCount
        self.byteCount = byteCount
    }
}

extension RuntimeStateBroadcastCompleted: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "RuntimeStateBroadcastCompleted" }

    typealias Raw = Holdover__RuntimeStateBroadcastCompleted

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__runtime_state_broadcast_completed__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__runtime_state_broadcast_completed__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__runtime_state_broadcast_completed__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__runtime_state_broadcast_completed__init(raw)
        raw.pointee.version = try self.version.lower(into: arena)
        raw.pointee.client_count = self.clientCount
        raw.pointee.byte_count = self.byteCount
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        if let value = raw.pointee.version {
            self.version = try StateVersion(raising: value)
        }
        clientCount = raw.pointee.client_count
        byteCount = raw.pointee.byte_count
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("version")
        self.version.writeJSON(to: &json)
        json.key("clientCount")
        json.value(self.clientCount)
        json.key("byteCount")
        json.value(self.byteCount)
        json.endObject()
    }
}
