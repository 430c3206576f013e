// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A build is wanted.
public struct ShaderBuildRequested: Sendable, Hashable {
    /// Which package.
    public var shaderId: String = ""
    /// Which contents.
    public var generation: UInt64 = 0
    /// Target width.
    public var width: UInt32 = 0
    /// Target height.
    public var height: UInt32 = 0
    /// Keep compatible feedback.
    public var preserveFeedback: Bool = false

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        shaderId: String = "",
        generation: UInt64 = 0,
        width: UInt32 = 0,
        height: UInt32 = 0,
        preserveFeedback: Bool = false
    ) {
        self.shaderId = shaderId
        self.generation = generation
        self.width = width
        self.height = height
        self.preserveFeedback = preserveFeedback
    }
}

extension ShaderBuildRequested: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "ShaderBuildRequested" }

    typealias Raw = Holdover__ShaderBuildRequested

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__shader_build_requested__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__shader_build_requested__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__shader_build_requested__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__shader_build_requested__init(raw)
        raw.pointee.shader_id = try arena.text(self.shaderId)
        raw.pointee.generation = self.generation
        raw.pointee.width = self.width
        raw.pointee.height = self.height
        raw.pointee.preserve_feedback = self.preserveFeedback ? 1 : 0
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        shaderId = try wireText(raw.pointee.shader_id)
        generation = raw.pointee.generation
        width = raw.pointee.width
        height = raw.pointee.height
        preserveFeedback = raw.pointee.preserve_feedback != 0
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("shaderId")
        json.value(self.shaderId)
        json.key("generation")
        json.value(self.generation)
        json.key("width")
        json.value(self.width)
        json.key("height")
        json.value(self.height)
        json.key("preserveFeedback")
        json.value(self.preserveFeedback)
        json.endObject()
    }
}
