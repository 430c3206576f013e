// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// The read model.
public struct StateReply: Sendable, Hashable {
    /// The read model.
    public var model: ReadModel = ReadModel()
    /// Source epoch of the event stream.
    public var epoch: UInt64 = 0
    /// Last event included.
    public var headSequence: UInt64 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        model: ReadModel = ReadModel(),
        epoch: UInt64 = 0,
        headSequence: UInt64 = 0
    ) {
        self.model = model
        self.epoch = epoch
        self.headSequence = headSequence
    }
}

extension StateReply: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "StateReply" }

    typealias Raw = Holdover__StateReply

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__state_reply__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__state_reply__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__state_reply__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__state_reply__init(raw)
        raw.pointee.model = try self.model.lower(into: arena)
        raw.pointee.epoch = self.epoch
        raw.pointee.head_sequence = self.headSequence
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        if let value = raw.pointee.model {
            self.model = try ReadModel(raising: value)
        }
        epoch = raw.pointee.epoch
        headSequence = raw.pointee.head_sequence
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("model")
        self.model.writeJSON(to: &json)
        json.key("epoch")
        json.value(String(self.epoch))
        json.key("headSequence")
        json.value(self.headSequence)
        json.endObject()
    }
}
