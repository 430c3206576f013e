// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// An input frame was captured.
public struct InputFrameArrived: Sendable, Hashable {
    /// From 1.
    public var input: UInt32 = 0
    /// Timeline index.
    public var index: Int64 = 0
    /// The media's own number.
    public var frameNumber: UInt64 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        input: UInt32 = 0,
        index: Int64 = 0,
        frameNumber: UInt64 = 0
    ) {
        self.input = input
        self.index = index
        self.frameNumber = frameNumber
    }
}

extension InputFrameArrived: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "InputFrameArrived" }

    typealias Raw = Holdover__InputFrameArrived

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__input_frame_arrived__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__input_frame_arrived__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__input_frame_arrived__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__input_frame_arrived__init(raw)
        raw.pointee.input = self.input
        raw.pointee.index = self.index
        raw.pointee.frame_number = self.frameNumber
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        input = raw.pointee.input
        index = raw.pointee.index
        frameNumber = raw.pointee.frame_number
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("input")
        json.value(self.input)
        json.key("index")
        json.value(self.index)
        json.key("frameNumber")
        json.value(self.frameNumber)
        json.endObject()
    }
}
