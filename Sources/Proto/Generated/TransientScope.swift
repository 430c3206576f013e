// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// What an overlay or transient command is about; empty: the whole stack.
public struct TransientScope: Sendable, Hashable {
    /// Absent: every layer.
    public var layer: LayerSelector? = nil
    /// Empty: every parameter.
    public var parameter: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        layer: LayerSelector? = nil,
        parameter: String = ""
    ) {
        self.layer = layer
        self.parameter = parameter
    }
}

extension TransientScope: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "TransientScope" }

    typealias Raw = Holdover__TransientScope

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__transient_scope__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__transient_scope__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__transient_scope__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__transient_scope__init(raw)
        raw.pointee.layer = try self.layer?.lower(into: arena)
        raw.pointee.parameter = try arena.text(self.parameter)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        if let value = raw.pointee.layer {
            self.layer = try LayerSelector(raising: value)
        }
        parameter = try wireText(raw.pointee.parameter)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        if let value = self.layer {
            json.key("layer")
            value.writeJSON(to: &json)
        }
        json.key("parameter")
        json.value(self.parameter)
        json.endObject()
    }
}
