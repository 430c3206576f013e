// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Reads shader packages again and rebuilds.
public struct ReloadShaders: Sendable, Hashable {
    /// Empty: all.
    public var shaderIds: [String] = []
    /// Build even what has not changed.
    public var force: Bool = false

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        shaderIds: [String] = [],
        force: Bool = false
    ) {
        self.shaderIds = shaderIds
        self.force = force
    }
}

extension ReloadShaders: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "ReloadShaders" }

    typealias Raw = Holdover__ReloadShaders

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__reload_shaders__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__reload_shaders__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__reload_shaders__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__reload_shaders__init(raw)
        raw.pointee.n_shader_ids = self.shaderIds.count
        raw.pointee.shader_ids = try arena.pointers(self.shaderIds) {
            item throws(WireError) in try arena.text(item)
        }
        raw.pointee.force = self.force ? 1 : 0
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        shaderIds = try wireArray(raw.pointee.shader_ids, raw.pointee.n_shader_ids) {
            item throws(WireError) in try wireText(item)
        }
        force = raw.pointee.force != 0
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.array("shaderIds", self.shaderIds) { json, item in
            json.value(item)
        }
        json.key("force")
        json.value(self.force)
        json.endObject()
    }
}
