// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Which parameter of which layer is meant.
public struct ParameterSelector: Sendable, Hashable {
    /// The layer.
    public var layer: LayerSelector = LayerSelector()
    /// The parameter's name; "@opacity" is the layer's own opacity.
    public var name: String = ""
    /// Also match without regard to case, spaces, "_" and "-".
    public var forgiving: Bool = false

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        layer: LayerSelector = LayerSelector(),
        name: String = "",
        forgiving: Bool = false
    ) {
        self.layer = layer
        self.name = name
        self.forgiving = forgiving
    }
}

extension ParameterSelector: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "ParameterSelector" }

    typealias Raw = Holdover__ParameterSelector

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__parameter_selector__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__parameter_selector__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__parameter_selector__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__parameter_selector__init(raw)
        raw.pointee.layer = try self.layer.lower(into: arena)
        raw.pointee.name = try arena.text(self.name)
        raw.pointee.forgiving = self.forgiving ? 1 : 0
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        if let value = raw.pointee.layer {
            self.layer = try LayerSelector(raising: value)
        }
        name = try wireText(raw.pointee.name)
        forgiving = raw.pointee.forgiving != 0
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("layer")
        self.layer.writeJSON(to: &json)
        json.key("name")
        json.value(self.name)
        json.key("forgiving")
        json.value(self.forgiving)
        json.endObject()
    }
}
