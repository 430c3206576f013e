// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Every level a sender holds. Levels of this sender that are not in it stand no more.
public struct StatusReport: Sendable, Hashable {
    /// Why.
    public var reason: ReportReason = .newEpoch
    /// All of them.
    public var levels: [LevelFact] = []
    /// Edges the sender had to drop in its epoch.
    public var droppedEdges: UInt64 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        reason: ReportReason = .newEpoch,
        levels: [LevelFact] = [],
        droppedEdges: UInt64 = 0
    ) {
        self.reason = reason
        self.levels = levels
        self.droppedEdges = droppedEdges
    }
}

extension StatusReport: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "StatusReport" }

    typealias Raw = Holdover__StatusReport

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__status_report__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__status_report__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__status_report__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__status_report__init(raw)
        raw.pointee.reason = self.reason.lowered
        raw.pointee.n_levels = self.levels.count
        raw.pointee.levels = try arena.pointers(self.levels) {
            item throws(WireError) in try item.lower(into: arena)
        }
        raw.pointee.dropped_edges = self.droppedEdges
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        reason = ReportReason(raising: raw.pointee.reason)
        levels = try wireArray(raw.pointee.levels, raw.pointee.n_levels) {
            item throws(WireError) in try LevelFact(raising: wirePointer(item))
        }
        droppedEdges = raw.pointee.dropped_edges
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("reason")
        json.value(self.reason.name)
        json.array("levels", self.levels) { json, item in
            item.writeJSON(to: &json)
        }
        json.key("droppedEdges")
        json.value(self.droppedEdges)
        json.endObject()
    }
}
