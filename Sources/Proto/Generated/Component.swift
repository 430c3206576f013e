// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// One component of the channel, as the run sees it.
public struct Component: Sendable, Hashable {
    /// E.g. "renderd".
    public var name: String = ""
    /// What its loss means.
    public var criticality: Criticality = .critical
    /// In order.
    public var healthy: Bool = false
    /// A sentence.
    public var detail: String = ""
    /// Unhealthy since; 0 while healthy.
    public var sinceWallNanoseconds: Int64 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        name: String = "",
        criticality: Criticality = .critical,
        healthy: Bool = false,
        detail: String = "",
        sinceWallNanoseconds: Int64 = 0
    ) {
        self.name = name
        self.criticality = criticality
        self.healthy = healthy
        self.detail = detail
        self.sinceWallNanoseconds = sinceWallNanoseconds
    }
}

extension Component: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "Component" }

    typealias Raw = Holdover__Component

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__component__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__component__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__component__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__component__init(raw)
        raw.pointee.name = try arena.text(self.name)
        raw.pointee.criticality = self.criticality.lowered
        raw.pointee.healthy = self.healthy ? 1 : 0
        raw.pointee.detail = try arena.text(self.detail)
        raw.pointee.since_wall_nanoseconds = self.sinceWallNanoseconds
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        name = try wireText(raw.pointee.name)
        criticality = Criticality(raising: raw.pointee.criticality)
        healthy = raw.pointee.healthy != 0
        detail = try wireText(raw.pointee.detail)
        sinceWallNanoseconds = raw.pointee.since_wall_nanoseconds
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("name")
        json.value(self.name)
        json.key("criticality")
        json.value(self.criticality.name)
        json.key("healthy")
        json.value(self.healthy)
        json.key("detail")
        json.value(self.detail)
        json.key("sinceWallNanoseconds")
        json.value(self.sinceWallNanoseconds)
        json.endObject()
    }
}
