// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Somebody pressed reload.
public struct ManualReloadRequested: Sendable, Hashable {
    /// Through which door.
    public var origin: Origin = .unspecified
    /// Empty: all.
    public var shaderIds: [String] = []

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        origin: Origin = .unspecified,
        shaderIds: [String] = []
    ) {
        self.origin = origin
        self.shaderIds = shaderIds
    }
}

extension ManualReloadRequested: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "ManualReloadRequested" }

    typealias Raw = Holdover__ManualReloadRequested

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__manual_reload_requested__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__manual_reload_requested__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__manual_reload_requested__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__manual_reload_requested__init(raw)
        raw.pointee.origin = self.origin.lowered
        raw.pointee.n_shader_ids = self.shaderIds.count
        raw.pointee.shader_ids = try arena.pointers(self.shaderIds) {
            item throws(WireError) in try arena.text(item)
        }
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        origin = Origin(raising: raw.pointee.origin)
        shaderIds = try wireArray(raw.pointee.shader_ids, raw.pointee.n_shader_ids) {
            item throws(WireError) in try wireText(item)
        }
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("origin")
        json.value(self.origin.name)
        json.array("shaderIds", self.shaderIds) { json, item in
            json.value(item)
        }
        json.endObject()
    }
}
