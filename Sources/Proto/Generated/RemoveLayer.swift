// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Removes a layer.
public struct RemoveLayer: Sendable, Hashable {
    /// The layer.
    public var layer: LayerSelector = LayerSelector()

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        layer: LayerSelector = LayerSelector()
    ) {
        self.layer = layer
    }
}

extension RemoveLayer: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "RemoveLayer" }

    typealias Raw = Holdover__RemoveLayer

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__remove_layer__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__remove_layer__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__remove_layer__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__remove_layer__init(raw)
        raw.pointee.layer = try self.layer.lower(into: arena)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        if let value = raw.pointee.layer {
            self.layer = try LayerSelector(raising: value)
        }
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("layer")
        self.layer.writeJSON(to: &json)
        json.endObject()
    }
}
