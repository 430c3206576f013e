// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Run history, newest first.
public struct ListRuns: Sendable, Hashable {
    /// The last of the page before; empty: the newest.
    public var beforeRunId: String = ""
    /// At most so many; 0: a page.
    public var limit: UInt32 = 0
    /// Only this one; empty: all.
    public var runId: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        beforeRunId: String = "",
        limit: UInt32 = 0,
        runId: String = ""
    ) {
        self.beforeRunId = beforeRunId
        self.limit = limit
        self.runId = runId
    }
}

extension ListRuns: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "ListRuns" }

    typealias Raw = Holdover__ListRuns

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__list_runs__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__list_runs__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__list_runs__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__list_runs__init(raw)
        raw.pointee.before_run_id = try arena.text(self.beforeRunId)
        raw.pointee.limit = self.limit
        raw.pointee.run_id = try arena.text(self.runId)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        beforeRunId = try wireText(raw.pointee.before_run_id)
        limit = raw.pointee.limit
        runId = try wireText(raw.pointee.run_id)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("beforeRunId")
        json.value(self.beforeRunId)
        json.key("limit")
        json.value(self.limit)
        json.key("runId")
        json.value(self.runId)
        json.endObject()
    }
}
