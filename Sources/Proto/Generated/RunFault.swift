// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Why a run is faulted.
public struct RunFault: Sendable, Hashable {
    /// Which one.
    public var component: String = ""
    /// A sentence.
    public var text: String = ""
    /// Faulted since.
    public var sinceWallNanoseconds: Int64 = 0
    /// The cause has not gone.
    public var stands: Bool = false
    /// Who has seen it; empty: nobody.
    public var acknowledgedBy: String = ""
    /// When; 0: not yet.
    public var acknowledgedWallNanoseconds: Int64 = 0
    /// What they said.
    public var comment: String = ""
    /// Cleared; recovery is allowed.
    public var cleared: Bool = false

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        component: String = "",
        text: String = "",
        sinceWallNanoseconds: Int64 = 0,
        stands: Bool = false,
        acknowledgedBy: String = "",
        acknowledgedWallNanoseconds: Int64 = 0,
        comment: String = "",
        cleared: Bool = false
    ) {
        self.component = component
        self.text = text
        self.sinceWallNanoseconds = sinceWallNanoseconds
        self.stands = stands
        self.acknowledgedBy = acknowledgedBy
        self.acknowledgedWallNanoseconds = acknowledgedWallNanoseconds
        self.comment = comment
        self.cleared = cleared
    }
}

extension RunFault: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "RunFault" }

    typealias Raw = Holdover__RunFault

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__run_fault__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__run_fault__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__run_fault__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__run_fault__init(raw)
        raw.pointee.component = try arena.text(self.component)
        raw.pointee.text = try arena.text(self.text)
        raw.pointee.since_wall_nanoseconds = self.sinceWallNanoseconds
        raw.pointee.stands = self.stands ? 1 : 0
        raw.pointee.acknowledged_by = try arena.text(self.acknowledgedBy)
        raw.pointee.acknowledged_wall_nanoseconds = self.acknowledgedWallNanoseconds
        raw.pointee.comment = try arena.text(self.comment)
        raw.pointee.cleared = self.cleared ? 1 : 0
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        component = try wireText(raw.pointee.component)
        text = try wireText(raw.pointee.text)
        sinceWallNanoseconds = raw.pointee.since_wall_nanoseconds
        stands = raw.pointee.stands != 0
        acknowledgedBy = try wireText(raw.pointee.acknowledged_by)
        acknowledgedWallNanoseconds = raw.pointee.acknowledged_wall_nanoseconds
        comment = try wireText(raw.pointee.comment)
        cleared = raw.pointee.cleared != 0
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("component")
        json.value(self.component)
        json.key("text")
        json.value(self.text)
        json.key("sinceWallNanoseconds")
        json.value(self.sinceWallNanoseconds)
        json.key("stands")
        json.value(self.stands)
        json.key("acknowledgedBy")
        json.value(self.acknowledgedBy)
        json.key("acknowledgedWallNanoseconds")
        json.value(self.acknowledgedWallNanoseconds)
        json.key("comment")
        json.value(self.comment)
        json.key("cleared")
        json.value(self.cleared)
        json.endObject()
    }
}
