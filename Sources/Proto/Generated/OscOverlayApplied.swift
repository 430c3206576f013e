// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Overlay values move at an index.
public struct OscOverlayApplied: Sendable, Hashable {
    /// Which stack.
    public var stack: Stack = .programme
    /// The version that has them.
    public var version: StateVersion = StateVersion()
    /// Output index at which they begin to move.
    public var effectiveIndex: Int64 = 0
    /// What moves.
    public var updates: [OverlayUpdate] = []

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        stack: Stack = .programme,
        version: StateVersion = StateVersion(),
        effectiveIndex: Int64 = 0,
        updates: [OverlayUpdate] = []
    ) {
        self.stack = stack
        self.version = version
        self.effectiveIndex = effectiveIndex
        self.updates = updates
    }
}

extension OscOverlayApplied: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "OscOverlayApplied" }

    typealias Raw = Holdover__OscOverlayApplied

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__osc_overlay_applied__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__osc_overlay_applied__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__osc_overlay_applied__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__osc_overlay_applied__init(raw)
        raw.pointee.stack = self.stack.lowered
        raw.pointee.version = try self.version.lower(into: arena)
        raw.pointee.effective_index = self.effectiveIndex
        raw.pointee.n_updates = self.updates.count
        raw.pointee.updates = try arena.pointers(self.updates) {
            item throws(WireError) in try item.lower(into: arena)
        }
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        stack = Stack(raising: raw.pointee.stack)
        if let value = raw.pointee.version {
            self.version = try StateVersion(raising: value)
        }
        effectiveIndex = raw.pointee.effective_index
        updates = try wireArray(raw.pointee.updates, raw.pointee.n_updates) {
            item throws(WireError) in try OverlayUpdate(raising: wirePointer(item))
        }
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("stack")
        json.value(self.stack.name)
        json.key("version")
        self.version.writeJSON(to: &json)
        json.key("effectiveIndex")
        json.value(self.effectiveIndex)
        json.array("updates", self.updates) { json, item in
            item.writeJSON(to: &json)
        }
        json.endObject()
    }
}
