// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A stack on its way out while a transition lasts.
public struct OutgoingStack: Sendable, Hashable {
    /// How.
    public var kind: TransitionKind = .cut
    /// First output index of the transition.
    public var startIndex: Int64 = 0
    /// Its length.
    public var lengthFrames: UInt32 = 0
    /// What was below it.
    public var background: Color = Color()
    /// Bottom to top.
    public var layers: [SnapshotLayer] = []
    /// The transition shader; empty unless kind is shader.
    public var shaderId: String = ""
    /// Its source file.
    public var shaderPath: String = ""
    /// Which build of it.
    public var shaderGeneration: UInt64 = 0
    /// Its parameters, all of them but progress.
    public var values: [ParameterSetting] = []

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        kind: TransitionKind = .cut,
        startIndex: Int64 = 0,
        lengthFrames: UInt32 = 0,
        background: Color = Color(),
        layers: [SnapshotLayer] = [],
        shaderId: String = "",
        shaderPath: String = "",
        shaderGeneration: UInt64 = 0,
        values: [ParameterSetting] = []
    ) {
        self.kind = kind
        self.startIndex = startIndex
        self.lengthFrames = lengthFrames
        self.background = background
        self.layers = layers
        self.shaderId = shaderId
        self.shaderPath = shaderPath
        self.shaderGeneration = shaderGeneration
        self.values = values
    }
}

extension OutgoingStack: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "OutgoingStack" }

    typealias Raw = Holdover__OutgoingStack

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__outgoing_stack__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__outgoing_stack__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__outgoing_stack__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__outgoing_stack__init(raw)
        raw.pointee.kind = self.kind.lowered
        raw.pointee.start_index = self.startIndex
        raw.pointee.length_frames = self.lengthFrames
        raw.pointee.background = try self.background.lower(into: arena)
        raw.pointee.n_layers = self.layers.count
        raw.pointee.layers = try arena.pointers(self.layers) {
            item throws(WireError) in try item.lower(into: arena)
        }
        raw.pointee.shader_id = try arena.text(self.shaderId)
        raw.pointee.shader_path = try arena.text(self.shaderPath)
        raw.pointee.shader_generation = self.shaderGeneration
        raw.pointee.n_values = self.values.count
        raw.pointee.values = try arena.pointers(self.values) {
            item throws(WireError) in try item.lower(into: arena)
        }
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        kind = TransitionKind(raising: raw.pointee.kind)
        startIndex = raw.pointee.start_index
        lengthFrames = raw.pointee.length_frames
        if let value = raw.pointee.background {
            self.background = try Color(raising: value)
        }
        layers = try wireArray(raw.pointee.layers, raw.pointee.n_layers) {
            item throws(WireError) in try SnapshotLayer(raising: wirePointer(item))
        }
        shaderId = try wireText(raw.pointee.shader_id)
        shaderPath = try wireText(raw.pointee.shader_path)
        shaderGeneration = raw.pointee.shader_generation
        values = try wireArray(raw.pointee.values, raw.pointee.n_values) {
            item throws(WireError) in try ParameterSetting(raising: wirePointer(item))
        }
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("kind")
        json.value(self.kind.name)
        json.key("startIndex")
        json.value(self.startIndex)
        json.key("lengthFrames")
        json.value(self.lengthFrames)
        json.key("background")
        self.background.writeJSON(to: &json)
        json.array("layers", self.layers) { json, item in
            item.writeJSON(to: &json)
        }
        json.key("shaderId")
        json.value(self.shaderId)
        json.key("shaderPath")
        json.value(self.shaderPath)
        json.key("shaderGeneration")
        json.value(self.shaderGeneration)
        json.array("values", self.values) { json, item in
            item.writeJSON(to: &json)
        }
        json.endObject()
    }
}
