// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A daemon, device or input came or went.
public struct LinkStateChanged: Sendable, Hashable {
    /// How it stood.
    public var from: LinkState = .unknown
    /// How it stands.
    public var link: Link = Link()

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        from: LinkState = .unknown,
        link: Link = Link()
    ) {
        self.from = from
        self.link = link
    }
}

extension LinkStateChanged: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "LinkStateChanged" }

    typealias Raw = Holdover__LinkStateChanged

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__link_state_changed__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__link_state_changed__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__link_state_changed__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__link_state_changed__init(raw)
        raw.pointee.from = self.from.lowered
        raw.pointee.link = try self.link.lower(into: arena)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        from = LinkState(raising: raw.pointee.from)
        if let value = raw.pointee.link {
            self.link = try Link(raising: value)
        }
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("from")
        json.value(self.from.name)
        json.key("link")
        self.link.writeJSON(to: &json)
        json.endObject()
    }
}
