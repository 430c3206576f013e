// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A slot was scheduled.
public struct OutputFrameScheduled: Sendable, Hashable {
    /// Output index.
    public var index: Int64 = 0
    /// What is in it, e.g. "program.a".
    public var source: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        index: Int64 = 0,
        source: String = ""
    ) {
        self.index = index
        self.source = source
    }
}

extension OutputFrameScheduled: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "OutputFrameScheduled" }

    typealias Raw = Holdover__OutputFrameScheduled

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__output_frame_scheduled__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__output_frame_scheduled__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__output_frame_scheduled__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__output_frame_scheduled__init(raw)
        raw.pointee.index = self.index
        raw.pointee.source = try arena.text(self.source)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        index = raw.pointee.index
        source = try wireText(raw.pointee.source)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("index")
        json.value(self.index)
        json.key("source")
        json.value(self.source)
        json.endObject()
    }
}
