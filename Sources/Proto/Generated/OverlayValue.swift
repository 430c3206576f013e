// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A transient value on its way: `from` at `start_index`, `to` after `length_frames`.
public struct OverlayValue: Sendable, Hashable {
    /// The parameter's name; "@opacity" is the layer's own opacity.
    public var parameter: String = ""
    /// Value at the start.
    public var from: ParameterValue = ParameterValue()
    /// Value at the end and after it.
    public var to: ParameterValue = ParameterValue()
    /// Output index of the start.
    public var startIndex: Int64 = 0
    /// 0: at once.
    public var lengthFrames: UInt32 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        parameter: String = "",
        from: ParameterValue = ParameterValue(),
        to: ParameterValue = ParameterValue(),
        startIndex: Int64 = 0,
        lengthFrames: UInt32 = 0
    ) {
        self.parameter = parameter
        self.from = from
        self.to = to
        self.startIndex = startIndex
        self.lengthFrames = lengthFrames
    }
}

extension OverlayValue: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "OverlayValue" }

    typealias Raw = Holdover__OverlayValue

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__overlay_value__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__overlay_value__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__overlay_value__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__overlay_value__init(raw)
        raw.pointee.parameter = try arena.text(self.parameter)
        raw.pointee.from = try self.from.lower(into: arena)
        raw.pointee.to = try self.to.lower(into: arena)
        raw.pointee.start_index = self.startIndex
        raw.pointee.length_frames = self.lengthFrames
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        parameter = try wireText(raw.pointee.parameter)
        if let value = raw.pointee.from {
            self.from = try ParameterValue(raising: value)
        }
        if let value = raw.pointee.to {
            self.to = try ParameterValue(raising: value)
        }
        startIndex = raw.pointee.start_index
        lengthFrames = raw.pointee.length_frames
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("parameter")
        json.value(self.parameter)
        json.key("from")
        self.from.writeJSON(to: &json)
        json.key("to")
        self.to.writeJSON(to: &json)
        json.key("startIndex")
        json.value(self.startIndex)
        json.key("lengthFrames")
        json.value(self.lengthFrames)
        json.endObject()
    }
}
