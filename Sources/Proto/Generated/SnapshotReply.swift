// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// The present snapshot and where in the event stream it stands.
public struct SnapshotReply: Sendable, Hashable {
    /// The snapshot.
    public var snapshot: Snapshot = Snapshot()
    /// Source epoch of the event stream.
    public var epoch: UInt64 = 0
    /// Last event included.
    public var headSequence: UInt64 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        snapshot: Snapshot = Snapshot(),
        epoch: UInt64 = 0,
        headSequence: UInt64 = 0
    ) {
        self.snapshot = snapshot
        self.epoch = epoch
        self.headSequence = headSequence
    }
}

extension SnapshotReply: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "SnapshotReply" }

    typealias Raw = Holdover__SnapshotReply

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__snapshot_reply__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__snapshot_reply__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__snapshot_reply__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__snapshot_reply__init(raw)
        raw.pointee.snapshot = try self.snapshot.lower(into: arena)
        raw.pointee.epoch = self.epoch
        raw.pointee.head_sequence = self.headSequence
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        if let value = raw.pointee.snapshot {
            self.snapshot = try Snapshot(raising: value)
        }
        epoch = raw.pointee.epoch
        headSequence = raw.pointee.head_sequence
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("snapshot")
        self.snapshot.writeJSON(to: &json)
        json.key("epoch")
        json.value(String(self.epoch))
        json.key("headSequence")
        json.value(self.headSequence)
        json.endObject()
    }
}
