// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Overlay became committed state.
public struct OscOverlaySettled: Sendable, Hashable {
    /// Which stack.
    public var stack: Stack = .programme
    /// The route that had been quiet.
    public var route: String = ""
    /// Which layer.
    public var layerId: String = ""
    /// Which parameter.
    public var parameter: String = ""
    /// The version that has it committed.
    public var version: StateVersion = StateVersion()

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        stack: Stack = .programme,
        route: String = "",
        layerId: String = "",
        parameter: String = "",
        version: StateVersion = StateVersion()
    ) {
        self.stack = stack
        self.route = route
        self.layerId = layerId
        self.parameter = parameter
        self.version = version
    }
}

extension OscOverlaySettled: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "OscOverlaySettled" }

    typealias Raw = Holdover__OscOverlaySettled

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__osc_overlay_settled__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__osc_overlay_settled__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__osc_overlay_settled__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__osc_overlay_settled__init(raw)
        raw.pointee.stack = self.stack.lowered
        raw.pointee.route = try arena.text(self.route)
        raw.pointee.layer_id = try arena.text(self.layerId)
        raw.pointee.parameter = try arena.text(self.parameter)
        raw.pointee.version = try self.version.lower(into: arena)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        stack = Stack(raising: raw.pointee.stack)
        route = try wireText(raw.pointee.route)
        layerId = try wireText(raw.pointee.layer_id)
        parameter = try wireText(raw.pointee.parameter)
        if let value = raw.pointee.version {
            self.version = try StateVersion(raising: value)
        }
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("stack")
        json.value(self.stack.name)
        json.key("route")
        json.value(self.route)
        json.key("layerId")
        json.value(self.layerId)
        json.key("parameter")
        json.value(self.parameter)
        json.key("version")
        self.version.writeJSON(to: &json)
        json.endObject()
    }
}
