// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A preview picture is ready.
public struct PreviewFrameAvailable: Sendable, Hashable {
    /// The ring it is in.
    public var object: String = ""
    /// Output index.
    public var index: Int64 = 0
    /// Which stack.
    public var stack: Stack = .programme

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        object: String = "",
        index: Int64 = 0,
        stack: Stack = .programme
    ) {
        self.object = object
        self.index = index
        self.stack = stack
    }
}

extension PreviewFrameAvailable: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "PreviewFrameAvailable" }

    typealias Raw = Holdover__PreviewFrameAvailable

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__preview_frame_available__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__preview_frame_available__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__preview_frame_available__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__preview_frame_available__init(raw)
        raw.pointee.object = try arena.text(self.object)
        raw.pointee.index = self.index
        raw.pointee.stack = self.stack.lowered
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        object = try wireText(raw.pointee.object)
        index = raw.pointee.index
        stack = Stack(raising: raw.pointee.stack)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("object")
        json.value(self.object)
        json.key("index")
        json.value(self.index)
        json.key("stack")
        json.value(self.stack.name)
        json.endObject()
    }
}
