// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// What is aired changed.
public struct OutputSourceChanged: Sendable, Hashable {
    /// E.g. "program.a"; empty: nothing before.
    public var from: String = ""
    /// E.g. "repeat".
    public var to: String = ""
    /// First output index with it.
    public var index: Int64 = 0
    /// By panic control or run, not by the ladder.
    public var forced: Bool = false

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        from: String = "",
        to: String = "",
        index: Int64 = 0,
        forced: Bool = false
    ) {
        self.from = from
        self.to = to
        self.index = index
        self.forced = forced
    }
}

extension OutputSourceChanged: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "OutputSourceChanged" }

    typealias Raw = Holdover__OutputSourceChanged

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__output_source_changed__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__output_source_changed__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__output_source_changed__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__output_source_changed__init(raw)
        raw.pointee.from = try arena.text(self.from)
        raw.pointee.to = try arena.text(self.to)
        raw.pointee.index = self.index
        raw.pointee.forced = self.forced ? 1 : 0
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        from = try wireText(raw.pointee.from)
        to = try wireText(raw.pointee.to)
        index = raw.pointee.index
        forced = raw.pointee.forced != 0
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("from")
        json.value(self.from)
        json.key("to")
        json.value(self.to)
        json.key("index")
        json.value(self.index)
        json.key("forced")
        json.value(self.forced)
        json.endObject()
    }
}
