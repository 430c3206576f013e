// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A lane draws with a build.
public struct ShaderBuildApplied: Sendable, Hashable {
    /// E.g. "a".
    public var lane: String = ""
    /// Which package.
    public var shaderId: String = ""
    /// Which contents.
    public var generation: UInt64 = 0
    /// From which output index.
    public var index: Int64 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        lane: String = "",
        shaderId: String = "",
        generation: UInt64 = 0,
        index: Int64 = 0
    ) {
        self.lane = lane
        self.shaderId = shaderId
        self.generation = generation
        self.index = index
    }
}

extension ShaderBuildApplied: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "ShaderBuildApplied" }

    typealias Raw = Holdover__ShaderBuildApplied

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__shader_build_applied__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__shader_build_applied__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__shader_build_applied__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__shader_build_applied__init(raw)
        raw.pointee.lane = try arena.text(self.lane)
        raw.pointee.shader_id = try arena.text(self.shaderId)
        raw.pointee.generation = self.generation
        raw.pointee.index = self.index
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        lane = try wireText(raw.pointee.lane)
        shaderId = try wireText(raw.pointee.shader_id)
        generation = raw.pointee.generation
        index = raw.pointee.index
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("lane")
        json.value(self.lane)
        json.key("shaderId")
        json.value(self.shaderId)
        json.key("generation")
        json.value(self.generation)
        json.key("index")
        json.value(self.index)
        json.endObject()
    }
}
