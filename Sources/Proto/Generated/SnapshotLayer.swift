// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Everything a renderer needs to draw one layer.
public struct SnapshotLayer: Sendable, Hashable {
    /// Stable id.
    public var id: String = ""
    /// What the operator calls it.
    public var name: String = ""
    /// The shader package.
    public var shaderId: String = ""
    /// Its source file.
    public var shaderPath: String = ""
    /// Which build of it; changes with the source.
    public var shaderGeneration: UInt64 = 0
    /// Not drawn.
    public var bypassed: Bool = false
    /// 0 to 1.
    public var opacity: Double = 0
    /// Blend mode.
    public var blendMode: BlendMode = .normal
    /// Output index at which its TIME is 0.
    public var originIndex: Int64 = 0
    /// Feedback and history start anew whenever this changes.
    public var historyGeneration: UInt64 = 0
    /// Kept from drawing because it killed or hung a renderer.
    public var quarantined: Bool = false
    /// Image inputs.
    public var bindings: [InputBinding] = []
    /// Committed values, all of them.
    public var values: [ParameterSetting] = []
    /// Transient values over them.
    public var overlay: [OverlayValue] = []

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        id: String = "",
        name: String = "",
        shaderId: String = "",
        shaderPath: String = "",
        shaderGeneration: UInt64 = 0,
        bypassed: Bool = false,
        opacity: Double = 0,
        blendMode: BlendMode = .normal,
        originIndex: Int64 = 0,
        historyGeneration: UInt64 = 0,
        quarantined: Bool = false,
        bindings: [InputBinding] = [],
        values: [ParameterSetting] = [],
        overlay: [OverlayValue] = []
    ) {
        self.id = id
        self.name = name
        self.shaderId = shaderId
        self.shaderPath = shaderPath
        self.shaderGeneration = shaderGeneration
        self.bypassed = bypassed
        self.opacity = opacity
        self.blendMode = blendMode
        self.originIndex = originIndex
        self.historyGeneration = historyGeneration
        self.quarantined = quarantined
        self.bindings = bindings
        self.values = values
        self.overlay = overlay
    }
}

extension SnapshotLayer: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "SnapshotLayer" }

    typealias Raw = Holdover__SnapshotLayer

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__snapshot_layer__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__snapshot_layer__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__snapshot_layer__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__snapshot_layer__init(raw)
        raw.pointee.id = try arena.text(self.id)
        raw.pointee.name = try arena.text(self.name)
        raw.pointee.shader_id = try arena.text(self.shaderId)
        raw.pointee.shader_path = try arena.text(self.shaderPath)
        raw.pointee.shader_generation = self.shaderGeneration
        raw.pointee.bypassed = self.bypassed ? 1 : 0
        raw.pointee.opacity = self.opacity
        raw.pointee.blend_mode = self.blendMode.lowered
        raw.pointee.origin_index = self.originIndex
        raw.pointee.history_generation = self.historyGeneration
        raw.pointee.quarantined = self.quarantined ? 1 : 0
        raw.pointee.n_bindings = self.bindings.count
        raw.pointee.bindings = try arena.pointers(self.bindings) {
            item throws(WireError) in try item.lower(into: arena)
        }
        raw.pointee.n_values = self.values.count
        raw.pointee.values = try arena.pointers(self.values) {
            item throws(WireError) in try item.lower(into: arena)
        }
        raw.pointee.n_overlay = self.overlay.count
        raw.pointee.overlay = try arena.pointers(self.overlay) {
            item throws(WireError) in try item.lower(into: arena)
        }
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        id = try wireText(raw.pointee.id)
        name = try wireText(raw.pointee.name)
        shaderId = try wireText(raw.pointee.shader_id)
        shaderPath = try wireText(raw.pointee.shader_path)
        shaderGeneration = raw.pointee.shader_generation
        bypassed = raw.pointee.bypassed != 0
        opacity = raw.pointee.opacity
        blendMode = BlendMode(raising: raw.pointee.blend_mode)
        originIndex = raw.pointee.origin_index
        historyGeneration = raw.pointee.history_generation
        quarantined = raw.pointee.quarantined != 0
        bindings = try wireArray(raw.pointee.bindings, raw.pointee.n_bindings) {
            item throws(WireError) in try InputBinding(raising: wirePointer(item))
        }
        values = try wireArray(raw.pointee.values, raw.pointee.n_values) {
            item throws(WireError) in try ParameterSetting(raising: wirePointer(item))
        }
        overlay = try wireArray(raw.pointee.overlay, raw.pointee.n_overlay) {
            item throws(WireError) in try OverlayValue(raising: wirePointer(item))
        }
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("id")
        json.value(self.id)
        json.key("name")
        json.value(self.name)
        json.key("shaderId")
        json.value(self.shaderId)
        json.key("shaderPath")
        json.value(self.shaderPath)
        json.key("shaderGeneration")
        json.value(self.shaderGeneration)
        json.key("bypassed")
        json.value(self.bypassed)
        json.key("opacity")
        json.value(self.opacity)
        json.key("blendMode")
        json.value(self.blendMode.name)
        json.key("originIndex")
        json.value(self.originIndex)
        json.key("historyGeneration")
        json.value(self.historyGeneration)
        json.key("quarantined")
        json.value(self.quarantined)
        json.array("bindings", self.bindings) { json, item in
            item.writeJSON(to: &json)
        }
        json.array("values", self.values) { json, item in
            item.writeJSON(to: &json)
        }
        json.array("overlay", self.overlay) { json, item in
            item.writeJSON(to: &json)
        }
        json.endObject()
    }
}
