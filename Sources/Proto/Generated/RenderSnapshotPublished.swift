// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// The whole snapshot.
public struct RenderSnapshotPublished: Sendable, Hashable {
    /// What to draw from its effective index on.
    public var snapshot: Snapshot = Snapshot()

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        snapshot: Snapshot = Snapshot()
    ) {
        self.snapshot = snapshot
    }
}

extension RenderSnapshotPublished: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "RenderSnapshotPublished" }

    typealias Raw = Holdover__RenderSnapshotPublished

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__render_snapshot_published__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__render_snapshot_published__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__render_snapshot_published__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__render_snapshot_published__init(raw)
        raw.pointee.snapshot = try self.snapshot.lower(into: arena)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        if let value = raw.pointee.snapshot {
            self.snapshot = try Snapshot(raising: value)
        }
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("snapshot")
        self.snapshot.writeJSON(to: &json)
        json.endObject()
    }
}
