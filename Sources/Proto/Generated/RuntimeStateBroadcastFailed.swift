// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Some pages did not get the update.
public struct RuntimeStateBroadcastFailed: Sendable, Hashable {
    /// Of what was to be shown.
    public var version: StateVersion = StateVersion()
    /// How many did not.
    public var failedCount: UInt32 = 0
    /// Why.
    public var reason: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        version: StateVersion = StateVersion(),
        failedCount: UInt32 = 0,
        reason: String = ""
    ) {
        self.version = version
        self.failedCount = failedCount
        self.reason = reason
    }
}

extension RuntimeStateBroadcastFailed: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "RuntimeStateBroadcastFailed" }

    typealias Raw = Holdover__RuntimeStateBroadcastFailed

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__runtime_state_broadcast_failed__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__runtime_state_broadcast_failed__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__runtime_state_broadcast_failed__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__runtime_state_broadcast_failed__init(raw)
        raw.pointee.version = try self.version.lower(into: arena)
        raw.pointee.failed_count = self.failedCount
        raw.pointee.reason = try arena.text(self.reason)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        if let value = raw.pointee.version {
            self.version = try StateVersion(raising: value)
        }
        failedCount = raw.pointee.failed_count
        reason = try wireText(raw.pointee.reason)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("version")
        self.version.writeJSON(to: &json)
        json.key("failedCount")
        json.value(self.failedCount)
        json.key("reason")
        json.value(self.reason)
        json.endObject()
    }
}
