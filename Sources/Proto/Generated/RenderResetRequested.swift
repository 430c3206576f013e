// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Render-local state is to be reset.
public struct RenderResetRequested: Sendable, Hashable {
    /// Which stack.
    public var stack: Stack = .programme
    /// How much.
    public var scope: RenderResetScope = .none
    /// Which layer; empty: all.
    public var layerId: String = ""
    /// At which output index.
    public var effectiveIndex: Int64 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        stack: Stack = .programme,
        scope: RenderResetScope = .none,
        layerId: String = "",
        effectiveIndex: Int64 = 0
    ) {
        self.stack = stack
        self.scope = scope
        self.layerId = layerId
        self.effectiveIndex = effectiveIndex
    }
}

extension RenderResetRequested: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "RenderResetRequested" }

    typealias Raw = Holdover__RenderResetRequested

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__render_reset_requested__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__render_reset_requested__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__render_reset_requested__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__render_reset_requested__init(raw)
        raw.pointee.stack = self.stack.lowered
        raw.pointee.scope = self.scope.lowered
        raw.pointee.layer_id = try arena.text(self.layerId)
        raw.pointee.effective_index = self.effectiveIndex
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        stack = Stack(raising: raw.pointee.stack)
        scope = RenderResetScope(raising: raw.pointee.scope)
        layerId = try wireText(raw.pointee.layer_id)
        effectiveIndex = raw.pointee.effective_index
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("stack")
        json.value(self.stack.name)
        json.key("scope")
        json.value(self.scope.name)
        json.key("layerId")
        json.value(self.layerId)
        json.key("effectiveIndex")
        json.value(self.effectiveIndex)
        json.endObject()
    }
}
