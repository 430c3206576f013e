// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Drops transient state of a scope.
public struct ClearTransientState: Sendable, Hashable {
    /// What to clear.
    public var scope: TransientScope = TransientScope()
    /// How much of it.
    public var reset: RenderResetScope = .none

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        scope: TransientScope = TransientScope(),
        reset: RenderResetScope = .none
    ) {
        self.scope = scope
        self.reset = reset
    }
}

extension ClearTransientState: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "ClearTransientState" }

    typealias Raw = Holdover__ClearTransientState

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__clear_transient_state__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__clear_transient_state__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__clear_transient_state__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__clear_transient_state__init(raw)
        raw.pointee.scope = try self.scope.lower(into: arena)
        raw.pointee.reset = self.reset.lowered
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        if let value = raw.pointee.scope {
            self.scope = try TransientScope(raising: value)
        }
        reset = RenderResetScope(raising: raw.pointee.reset)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("scope")
        self.scope.writeJSON(to: &json)
        json.key("reset")
        json.value(self.reset.name)
        json.endObject()
    }
}
