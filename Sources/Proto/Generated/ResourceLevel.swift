// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// How the disk or another resource stands, for an interlock.
public struct ResourceLevel: Sendable, Hashable {
    /// E.g. "disk", "render-headroom".
    public var resource: String = ""
    /// In order.
    public var healthy: Bool = false
    /// A sentence.
    public var detail: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        resource: String = "",
        healthy: Bool = false,
        detail: String = ""
    ) {
        self.resource = resource
        self.healthy = healthy
        self.detail = detail
    }
}

extension ResourceLevel: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "ResourceLevel" }

    typealias Raw = Holdover__ResourceLevel

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__resource_level__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__resource_level__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__resource_level__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__resource_level__init(raw)
        raw.pointee.resource = try arena.text(self.resource)
        raw.pointee.healthy = self.healthy ? 1 : 0
        raw.pointee.detail = try arena.text(self.detail)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        resource = try wireText(raw.pointee.resource)
        healthy = raw.pointee.healthy != 0
        detail = try wireText(raw.pointee.detail)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("resource")
        json.value(self.resource)
        json.key("healthy")
        json.value(self.healthy)
        json.key("detail")
        json.value(self.detail)
        json.endObject()
    }
}
