// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// An overlay value moves.
public struct OverlayUpdate: Sendable, Hashable {
    /// Which layer.
    public var layerId: String = ""
    /// Parameter and motion.
    public var value: OverlayValue = OverlayValue()
    /// The overlay of this parameter is gone; the value is not read.
    public var cleared: Bool = false

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        layerId: String = "",
        value: OverlayValue = OverlayValue(),
        cleared: Bool = false
    ) {
        self.layerId = layerId
        self.value = value
        self.cleared = cleared
    }
}

extension OverlayUpdate: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "OverlayUpdate" }

    typealias Raw = Holdover__OverlayUpdate

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__overlay_update__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__overlay_update__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__overlay_update__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__overlay_update__init(raw)
        raw.pointee.layer_id = try arena.text(self.layerId)
        raw.pointee.value = try self.value.lower(into: arena)
        raw.pointee.cleared = self.cleared ? 1 : 0
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        layerId = try wireText(raw.pointee.layer_id)
        if let value = raw.pointee.value {
            self.value = try OverlayValue(raising: value)
        }
        cleared = raw.pointee.cleared != 0
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("layerId")
        json.value(self.layerId)
        json.key("value")
        self.value.writeJSON(to: &json)
        json.key("cleared")
        json.value(self.cleared)
        json.endObject()
    }
}
