// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A page of run history.
public struct RunsReply: Sendable, Hashable {
    /// Newest first.
    public var runs: [RunSummary] = []
    /// Ask again after the last one.
    public var more: Bool = false

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        runs: [RunSummary] = [],
        more: Bool = false
    ) {
        self.runs = runs
        self.more = more
    }
}

extension RunsReply: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "RunsReply" }

    typealias Raw = Holdover__RunsReply

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__runs_reply__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__runs_reply__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__runs_reply__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__runs_reply__init(raw)
        raw.pointee.n_runs = self.runs.count
        raw.pointee.runs = try arena.pointers(self.runs) {
            item throws(WireError) in try item.lower(into: arena)
        }
        raw.pointee.more = self.more ? 1 : 0
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        runs = try wireArray(raw.pointee.runs, raw.pointee.n_runs) {
            item throws(WireError) in try RunSummary(raising: wirePointer(item))
        }
        more = raw.pointee.more != 0
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.array("runs", self.runs) { json, item in
            item.writeJSON(to: &json)
        }
        json.key("more")
        json.value(self.more)
        json.endObject()
    }
}
