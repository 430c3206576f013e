// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Adds a layer.
public struct AddLayer: Sendable, Hashable {
    /// Wanted id; empty: the coordinator makes one.
    public var layerId: String = ""
    /// Name; empty: the shader's name.
    public var name: String = ""
    /// The shader package.
    public var shaderId: String = ""
    /// From 1 at the bottom; 0: on top.
    public var position: UInt32 = 0
    /// Start switched off.
    public var bypassed: Bool = false
    /// 0 to 1; absent: 1.
    public var opacity: Double? = nil
    /// Blend mode.
    public var blendMode: BlendMode = .normal
    /// Values that differ from the defaults.
    public var values: [ParameterSetting] = []
    /// Bindings that differ from the defaults.
    public var bindings: [InputBinding] = []

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        layerId: String = "",
        name: String = "",
        shaderId: String = "",
        position: UInt32 = 0,
        bypassed: Bool = false,
        opacity: Double? = nil,
        blendMode: BlendMode = .normal,
        values: [ParameterSetting] = [],
        bindings: [InputBinding] = []
    ) {
        self.layerId = layerId
        self.name = name
        self.shaderId = shaderId
        self.position = position
        self.bypassed = bypassed
        self.opacity = opacity
        self.blendMode = blendMode
        self.values = values
        self.bindings = bindings
    }
}

extension AddLayer: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "AddLayer" }

    typealias Raw = Holdover__AddLayer

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__add_layer__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__add_layer__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__add_layer__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__add_layer__init(raw)
        raw.pointee.layer_id = try arena.text(self.layerId)
        raw.pointee.name = try arena.text(self.name)
        raw.pointee.shader_id = try arena.text(self.shaderId)
        raw.pointee.position = self.position
        raw.pointee.bypassed = self.bypassed ? 1 : 0
        if let value = self.opacity {
            raw.pointee.opacity = try OptionalDouble(value: value).lower(into: arena)
        }
        raw.pointee.blend_mode = self.blendMode.lowered
        raw.pointee.n_values = self.values.count
        raw.pointee.values = try arena.pointers(self.values) {
            item throws(WireError) in try item.lower(into: arena)
        }
        raw.pointee.n_bindings = self.bindings.count
        raw.pointee.bindings = try arena.pointers(self.bindings) {
            item throws(WireError) in try item.lower(into: arena)
        }
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        layerId = try wireText(raw.pointee.layer_id)
        name = try wireText(raw.pointee.name)
        shaderId = try wireText(raw.pointee.shader_id)
        position = raw.pointee.position
        bypassed = raw.pointee.bypassed != 0
        opacity = raw.pointee.opacity?.pointee.value
        blendMode = BlendMode(raising: raw.pointee.blend_mode)
        values = try wireArray(raw.pointee.values, raw.pointee.n_values) {
            item throws(WireError) in try ParameterSetting(raising: wirePointer(item))
        }
        bindings = try wireArray(raw.pointee.bindings, raw.pointee.n_bindings) {
            item throws(WireError) in try InputBinding(raising: wirePointer(item))
        }
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("layerId")
        json.value(self.layerId)
        json.key("name")
        json.value(self.name)
        json.key("shaderId")
        json.value(self.shaderId)
        json.key("position")
        json.value(self.position)
        json.key("bypassed")
        json.value(self.bypassed)
        if let value = self.opacity {
            json.key("opacity")
            json.value(value)
        }
        json.key("blendMode")
        json.value(self.blendMode.name)
        json.array("values", self.values) { json, item in
            item.writeJSON(to: &json)
        }
        json.array("bindings", self.bindings) { json, item in
            item.writeJSON(to: &json)
        }
        json.endObject()
    }
}
