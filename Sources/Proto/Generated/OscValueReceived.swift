// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// An OSC value came in.
public struct OscValueReceived: Sendable, Hashable {
    /// The OSC address.
    public var route: String = ""
    /// Who sent it.
    public var peer: String = ""
    /// What was sent.
    public var value: ParameterValue = ParameterValue()

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        route: String = "",
        peer: String = "",
        value: ParameterValue = ParameterValue()
    ) {
        self.route = route
        self.peer = peer
        self.value = value
    }
}

extension OscValueReceived: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "OscValueReceived" }

    typealias Raw = Holdover__OscValueReceived

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__osc_value_received__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__osc_value_received__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__osc_value_received__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__osc_value_received__init(raw)
        raw.pointee.route = try arena.text(self.route)
        raw.pointee.peer = try arena.text(self.peer)
        raw.pointee.value = try self.value.lower(into: arena)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        route = try wireText(raw.pointee.route)
        peer = try wireText(raw.pointee.peer)
        if let value = raw.pointee.value {
            self.value = try ParameterValue(raising: value)
        }
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("route")
        json.value(self.route)
        json.key("peer")
        json.value(self.peer)
        json.key("value")
        self.value.writeJSON(to: &json)
        json.endObject()
    }
}
