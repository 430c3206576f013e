// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A handler threw; its loop goes on.
public struct HandlerFailed: Sendable, Hashable {
    /// Which.
    public var handler: String = ""
    /// Of which queue.
    public var queue: String = ""
    /// What it threw.
    public var error: String = ""
    /// How often so far.
    public var total: UInt64 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        handler: String = "",
        queue: String = "",
        error: String = "",
        total: UInt64 = 0
    ) {
        self.handler = handler
        self.queue = queue
        self.error = error
        self.total = total
    }
}

extension HandlerFailed: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "HandlerFailed" }

    typealias Raw = Holdover__HandlerFailed

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__handler_failed__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__handler_failed__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__handler_failed__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__handler_failed__init(raw)
        raw.pointee.handler = try arena.text(self.handler)
        raw.pointee.queue = try arena.text(self.queue)
        raw.pointee.error = try arena.text(self.error)
        raw.pointee.total = self.total
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        handler = try wireText(raw.pointee.handler)
        queue = try wireText(raw.pointee.queue)
        error = try wireText(raw.pointee.error)
        total = raw.pointee.total
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("handler")
        json.value(self.handler)
        json.key("queue")
        json.value(self.queue)
        json.key("error")
        json.value(self.error)
        json.key("total")
        json.value(self.total)
        json.endObject()
    }
}
