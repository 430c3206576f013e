// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A lane finished a frame.
public struct FrameRendered: Sendable, Hashable {
    /// E.g. "a".
    public var lane: String = ""
    /// Output index.
    public var index: Int64 = 0
    /// Version number of the snapshot drawn.
    public var snapshotNumber: UInt64 = 0
    /// Render time.
    public var durationNanoseconds: UInt64 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        lane: String = "",
        index: Int64 = 0,
        snapshotNumber: UInt64 = 0,
        durationNanoseconds: UInt64 = 0
    ) {
        self.lane = lane
        self.index = index
        self.snapshotNumber = snapshotNumber
        self.durationNanoseconds = durationNanoseconds
    }
}

extension FrameRendered: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "FrameRendered" }

    typealias Raw = Holdover__FrameRendered

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__frame_rendered__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__frame_rendered__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__frame_rendered__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__frame_rendered__init(raw)
        raw.pointee.lane = try arena.text(self.lane)
        raw.pointee.index = self.index
        raw.pointee.snapshot_number = self.snapshotNumber
        raw.pointee.duration_nanoseconds = self.durationNanoseconds
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        lane = try wireText(raw.pointee.lane)
        index = raw.pointee.index
        snapshotNumber = raw.pointee.snapshot_number
        durationNanoseconds = raw.pointee.duration_nanoseconds
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("lane")
        json.value(self.lane)
        json.key("index")
        json.value(self.index)
        json.key("snapshotNumber")
        json.value(self.snapshotNumber)
        json.key("durationNanoseconds")
        json.value(self.durationNanoseconds)
        json.endObject()
    }
}
