// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// The coordinator is there and cannot take more at present.
public struct Busy: Sendable, Hashable {
    /// Ask again then.
    public var retryAfterMilliseconds: UInt32 = 0
    /// Which queue is full.
    public var reason: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        retryAfterMilliseconds: UInt32 = 0,
        reason: String = ""
    ) {
        self.retryAfterMilliseconds = retryAfterMilliseconds
        self.reason = reason
    }
}

extension Busy: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "Busy" }

    typealias Raw = Holdover__Busy

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__busy__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__busy__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__busy__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__busy__init(raw)
        raw.pointee.retry_after_milliseconds = self.retryAfterMilliseconds
        raw.pointee.reason = try arena.text(self.reason)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        retryAfterMilliseconds = raw.pointee.retry_after_milliseconds
        reason = try wireText(raw.pointee.reason)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("retryAfterMilliseconds")
        json.value(self.retryAfterMilliseconds)
        json.key("reason")
        json.value(self.reason)
        json.endObject()
    }
}
