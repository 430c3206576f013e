// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Pages need an update.
public struct RuntimeStateBroadcastRequested: Sendable, Hashable {
    /// Of what is to be shown.
    public var version: StateVersion = StateVersion()

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        version: StateVersion = StateVersion()
    ) {
        self.version = version
    }
}

extension RuntimeStateBroadcastRequested: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "RuntimeStateBroadcastRequested" }

    typealias Raw = Holdover__RuntimeStateBroadcastRequested

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__runtime_state_broadcast_requested__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__runtime_state_broadcast_requested__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__runtime_state_broadcast_requested__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__runtime_state_broadcast_requested__init(raw)
        raw.pointee.version = try self.version.lower(into: arena)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        if let value = raw.pointee.version {
            self.version = try StateVersion(raising: value)
        }
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("version")
        self.version.writeJSON(to: &json)
        json.endObject()
    }
}
