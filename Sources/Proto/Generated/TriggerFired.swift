// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A trigger fires at an index.
public struct TriggerFired: Sendable, Hashable {
    /// Which stack.
    public var stack: Stack = .programme
    /// Which layer.
    public var layerId: String = ""
    /// Which parameter.
    public var parameter: String = ""
    /// The one output index at which it is true.
    public var effectiveIndex: Int64 = 0
    /// How often it has fired, this one included.
    public var count: UInt64 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        stack: Stack = .programme,
        layerId: String = "",
        parameter: String = "",
        effectiveIndex: Int64 = 0,
        count: UInt64 = 0
    ) {
        self.stack = stack
        self.layerId = layerId
        self.parameter = parameter
        self.effectiveIndex = effectiveIndex
        self.count = count
    }
}

extension TriggerFired: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "TriggerFired" }

    typealias Raw = Holdover__TriggerFired

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__trigger_fired__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__trigger_fired__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__trigger_fired__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__trigger_fired__init(raw)
        raw.pointee.stack = self.stack.lowered
        raw.pointee.layer_id = try arena.text(self.layerId)
        raw.pointee.parameter = try arena.text(self.parameter)
        raw.pointee.effective_index = self.effectiveIndex
        raw.pointee.count = self.count
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        stack = Stack(raising: raw.pointee.stack)
        layerId = try wireText(raw.pointee.layer_id)
        parameter = try wireText(raw.pointee.parameter)
        effectiveIndex = raw.pointee.effective_index
        count = raw.pointee.count
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("stack")
        json.value(self.stack.name)
        json.key("layerId")
        json.value(self.layerId)
        json.key("parameter")
        json.value(self.parameter)
        json.key("effectiveIndex")
        json.value(self.effectiveIndex)
        json.key("count")
        json.value(self.count)
        json.endObject()
    }
}
