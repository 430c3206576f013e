// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A snapshot is due.
public struct RenderSnapshotPublishRequested: Sendable, Hashable {
    /// Which stack.
    public var stack: Stack = .programme
    /// Output width.
    public var width: UInt32 = 0
    /// Output height.
    public var height: UInt32 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        stack: Stack = .programme,
        width: UInt32 = 0,
        height: UInt32 = 0
    ) {
        self.stack = stack
        self.width = width
        self.height = height
    }
}

extension RenderSnapshotPublishRequested: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "RenderSnapshotPublishRequested" }

    typealias Raw = Holdover__RenderSnapshotPublishRequested

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__render_snapshot_publish_requested__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__render_snapshot_publish_requested__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__render_snapshot_publish_requested__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__render_snapshot_publish_requested__init(raw)
        raw.pointee.stack = self.stack.lowered
        raw.pointee.width = self.width
        raw.pointee.height = self.height
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        stack = Stack(raising: raw.pointee.stack)
        width = raw.pointee.width
        height = raw.pointee.height
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("stack")
        json.value(self.stack.name)
        json.key("width")
        json.value(self.width)
        json.key("height")
        json.value(self.height)
        json.endObject()
    }
}
