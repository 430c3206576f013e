// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Switches a layer off or on.
public struct SetBypass: Sendable, Hashable {
    /// The layer.
    public var layer: LayerSelector = LayerSelector()
    /// Off when true; not read when toggling.
    public var bypassed: Bool = false
    /// Change to the other state (committed live).
    public var toggle: Bool = false

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        layer: LayerSelector = LayerSelector(),
        bypassed: Bool = false,
        toggle: Bool = false
    ) {
        self.layer = layer
        self.bypassed = bypassed
        self.toggle = toggle
    }
}

extension SetBypass: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "SetBypass" }

    typealias Raw = Holdover__SetBypass

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__set_bypass__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__set_bypass__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__set_bypass__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__set_bypass__init(raw)
        raw.pointee.layer = try self.layer.lower(into: arena)
        raw.pointee.bypassed = self.bypassed ? 1 : 0
        raw.pointee.toggle = self.toggle ? 1 : 0
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        if let value = raw.pointee.layer {
            self.layer = try LayerSelector(raising: value)
        }
        bypassed = raw.pointee.bypassed != 0
        toggle = raw.pointee.toggle != 0
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("layer")
        self.layer.writeJSON(to: &json)
        json.key("bypassed")
        json.value(self.bypassed)
        json.key("toggle")
        json.value(self.toggle)
        json.endObject()
    }
}
