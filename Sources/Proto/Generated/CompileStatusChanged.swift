// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// What the operator sees of a build.
public struct CompileStatusChanged: Sendable, Hashable {
    /// Which package.
    public var shaderId: String = ""
    /// Which contents.
    public var generation: UInt64 = 0
    /// How it stands.
    public var state: BuildState = .unknown
    /// A sentence.
    public var text: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        shaderId: String = "",
        generation: UInt64 = 0,
        state: BuildState = .unknown,
        text: String = ""
    ) {
        self.shaderId = shaderId
        self.generation = generation
        self.state = state
        self.text = text
    }
}

extension CompileStatusChanged: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "CompileStatusChanged" }

    typealias Raw = Holdover__CompileStatusChanged

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__compile_status_changed__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__compile_status_changed__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__compile_status_changed__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__compile_status_changed__init(raw)
        raw.pointee.shader_id = try arena.text(self.shaderId)
        raw.pointee.generation = self.generation
        raw.pointee.state = self.state.lowered
        raw.pointee.text = try arena.text(self.text)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        shaderId = try wireText(raw.pointee.shader_id)
        generation = raw.pointee.generation
        state = BuildState(raising: raw.pointee.state)
        text = try wireText(raw.pointee.text)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("shaderId")
        json.value(self.shaderId)
        json.key("generation")
        json.value(self.generation)
        json.key("state")
        json.value(self.state.name)
        json.key("text")
        json.value(self.text)
        json.endObject()
    }
}
