// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A preset was loaded.
public struct PresetLoadSucceeded: Sendable, Hashable {
    /// Which.
    public var name: String = ""
    /// Where.
    public var stack: Stack = .programme
    /// How many layers.
    public var layerCount: UInt32 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        name: String = "",
        stack: Stack = .programme,
        layerCount: UInt32 = 0
    ) {
        self.name = name
        self.stack = stack
        self.layerCount = layerCount
    }
}

extension PresetLoadSucceeded: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "PresetLoadSucceeded" }

    typealias Raw = Holdover__PresetLoadSucceeded

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__preset_load_succeeded__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__preset_load_succeeded__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__preset_load_succeeded__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__preset_load_succeeded__init(raw)
        raw.pointee.name = try arena.text(self.name)
        raw.pointee.stack = self.stack.lowered
        raw.pointee.layer_count = self.layerCount
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        name = try wireText(raw.pointee.name)
        stack = Stack(raising: raw.pointee.stack)
        layerCount = raw.pointee.layer_count
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("name")
        json.value(self.name)
        json.key("stack")
        json.value(self.stack.name)
        json.key("layerCount")
        json.value(self.layerCount)
        json.endObject()
    }
}
