// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// What was on air in a run, oldest first.
public struct GetAsRun: Sendable, Hashable {
    /// Which; empty: the present one.
    public var runId: String = ""
    /// Entries of the pages before.
    public var afterCount: UInt32 = 0
    /// Instead: the number of the last entry of the page before.
    public var afterNumber: UInt64 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        runId: String = "",
        afterCount: UInt32 = 0,
        afterNumber: UInt64 = 0
    ) {
        self.runId = runId
        self.afterCount = afterCount
        self.afterNumber = afterNumber
    }
}

extension GetAsRun: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "GetAsRun" }

    typealias Raw = Holdover__GetAsRun

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__get_as_run__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__get_as_run__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__get_as_run__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__get_as_run__init(raw)
        raw.pointee.run_id = try arena.text(self.runId)
        raw.pointee.after_count = self.afterCount
        raw.pointee.after_number = self.afterNumber
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        runId = try wireText(raw.pointee.run_id)
        afterCount = raw.pointee.after_count
        afterNumber = raw.pointee.after_number
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("runId")
        json.value(self.runId)
        json.key("afterCount")
        json.value(self.afterCount)
        json.key("afterNumber")
        json.value(self.afterNumber)
        json.endObject()
    }
}
