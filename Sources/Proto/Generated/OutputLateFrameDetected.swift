// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A slot was late.
public struct OutputLateFrameDetected: Sendable, Hashable {
    /// Output index.
    public var index: Int64 = 0
    /// Late slots since the start.
    public var total: UInt64 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        index: Int64 = 0,
        total: UInt64 = 0
    ) {
        self.index = index
        self.total = total
    }
}

extension OutputLateFrameDetected: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "OutputLateFrameDetected" }

    typealias Raw = Holdover__OutputLateFrameDetected

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__output_late_frame_detected__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__output_late_frame_detected__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__output_late_frame_detected__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__output_late_frame_detected__init(raw)
        raw.pointee.index = self.index
        raw.pointee.total = self.total
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        index = raw.pointee.index
        total = raw.pointee.total
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("index")
        json.value(self.index)
        json.key("total")
        json.value(self.total)
        json.endObject()
    }
}
