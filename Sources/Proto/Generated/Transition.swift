// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A cut or a timed transition.
public struct Transition: Sendable, Hashable {
    /// Cut, mix or shader.
    public var kind: TransitionKind = .cut
    /// Length in output frames; 0 for a cut.
    public var durationFrames: UInt32 = 0
    /// Begin at this output index; absent means as soon as possible.
    public var atIndex: Int64? = nil
    /// The transition shader; empty unless kind is shader.
    public var shaderId: String = ""
    /// Its parameters that differ from their defaults.
    public var values: [ParameterSetting] = []

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        kind: TransitionKind = .cut,
        durationFrames: UInt32 = 0,
        atIndex: Int64? = nil,
        shaderId: String = "",
        values: [ParameterSetting] = []
    ) {
        self.kind = kind
        self.durationFrames = durationFrames
        self.atIndex = atIndex
        self.shaderId = shaderId
        self.values = values
    }
}

extension Transition: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "Transition" }

    typealias Raw = Holdover__Transition

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__transition__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__transition__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__transition__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__transition__init(raw)
        raw.pointee.kind = self.kind.lowered
        raw.pointee.duration_frames = self.durationFrames
        if let value = self.atIndex {
            raw.pointee.at_index = try OptionalInt64(value: value).lower(into: arena)
        }
        raw.pointee.shader_id = try arena.text(self.shaderId)
        raw.pointee.n_values = self.values.count
        raw.pointee.values = try arena.pointers(self.values) {
            item throws(WireError) in try item.lower(into: arena)
        }
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        kind = TransitionKind(raising: raw.pointee.kind)
        durationFrames = raw.pointee.duration_frames
        atIndex = raw.pointee.at_index?.pointee.value
        shaderId = try wireText(raw.pointee.shader_id)
        values = try wireArray(raw.pointee.values, raw.pointee.n_values) {
            item throws(WireError) in try ParameterSetting(raising: wirePointer(item))
        }
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("kind")
        json.value(self.kind.name)
        json.key("durationFrames")
        json.value(self.durationFrames)
        if let value = self.atIndex {
            json.key("atIndex")
            json.value(value)
        }
        json.key("shaderId")
        json.value(self.shaderId)
        json.array("values", self.values) { json, item in
            item.writeJSON(to: &json)
        }
        json.endObject()
    }
}
