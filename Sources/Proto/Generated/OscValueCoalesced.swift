// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// OSC values were collapsed into the newest.
public struct OscValueCoalesced: Sendable, Hashable {
    /// The OSC address.
    public var route: String = ""
    /// How many were not passed on.
    public var collapsed: UInt64 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        route: String = "",
        collapsed: UInt64 = 0
    ) {
        self.route = route
        self.collapsed = collapsed
    }
}

extension OscValueCoalesced: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "OscValueCoalesced" }

    typealias Raw = Holdover__OscValueCoalesced

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__osc_value_coalesced__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__osc_value_coalesced__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__osc_value_coalesced__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__osc_value_coalesced__init(raw)
        raw.pointee.route = try arena.text(self.route)
        raw.pointee.collapsed = self.collapsed
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        route = try wireText(raw.pointee.route)
        collapsed = raw.pointee.collapsed
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("route")
        json.value(self.route)
        json.key("collapsed")
        json.value(self.collapsed)
        json.endObject()
    }
}
