// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Records are on disk.
public struct RuntimePersistenceCompleted: Sendable, Hashable {
    /// Newest version stored.
    public var version: StateVersion = StateVersion()
    /// How many in this commit.
    public var recordCount: UInt32 = 0
    /// How long the commit took.
    public var durationNanoseconds: UInt64 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        version: StateVersion = StateVersion(),
        recordCount: UInt32 = 0,
        durationNanoseconds: UInt64 = 0
    ) {
        self.version = version
        self.recordCount = recordCount
        self.durationNanoseconds = durationNanoseconds
    }
}

extension RuntimePersistenceCompleted: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "RuntimePersistenceCompleted" }

    typealias Raw = Holdover__RuntimePersistenceCompleted

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__runtime_persistence_completed__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__runtime_persistence_completed__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__runtime_persistence_completed__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__runtime_persistence_completed__init(raw)
        raw.pointee.version = try self.version.lower(into: arena)
        raw.pointee.record_count = self.recordCount
        raw.pointee.duration_nanoseconds = self.durationNanoseconds
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        if let value = raw.pointee.version {
            self.version = try StateVersion(raising: value)
        }
        recordCount = raw.pointee.record_count
        durationNanoseconds = raw.pointee.duration_nanoseconds
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("version")
        self.version.writeJSON(to: &json)
        json.key("recordCount")
        json.value(self.recordCount)
        json.key("durationNanoseconds")
        json.value(self.durationNanoseconds)
        json.endObject()
    }
}
