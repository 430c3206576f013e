// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A lane could not build.
public struct ShaderBuildFailed: Sendable, Hashable {
    /// E.g. "a".
    public var lane: String = ""
    /// Which package.
    public var shaderId: String = ""
    /// Which contents.
    public var generation: UInt64 = 0
    /// What is wrong.
    public var diagnostics: [BuildDiagnostic] = []

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        lane: String = "",
        shaderId: String = "",
        generation: UInt64 = 0,
        diagnostics: [BuildDiagnostic] = []
    ) {
        self.lane = lane
        self.shaderId = shaderId
        self.generation = generation
        self.diagnostics = diagnostics
    }
}

extension ShaderBuildFailed: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "ShaderBuildFailed" }

    typealias Raw = Holdover__ShaderBuildFailed

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__shader_build_failed__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__shader_build_failed__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__shader_build_failed__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__shader_build_failed__init(raw)
        raw.pointee.lane = try arena.text(self.lane)
        raw.pointee.shader_id = try arena.text(self.shaderId)
        raw.pointee.generation = self.generation
        raw.pointee.n_diagnostics = self.diagnostics.count
        raw.pointee.diagnostics = try arena.pointers(self.diagnostics) {
            item throws(WireError) in try item.lower(into: arena)
        }
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        lane = try wireText(raw.pointee.lane)
        shaderId = try wireText(raw.pointee.shader_id)
        generation = raw.pointee.generation
        diagnostics = try wireArray(raw.pointee.diagnostics, raw.pointee.n_diagnostics) {
            item throws(WireError) in try BuildDiagnostic(raising: wirePointer(item))
        }
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
        json.array("diagnostics", self.diagnostics) { json, item in
            item.writeJSON(to: &json)
        }
        json.endObject()
    }
}
