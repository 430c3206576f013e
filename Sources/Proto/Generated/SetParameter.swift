// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Sets a parameter.
public struct SetParameter: Sendable, Hashable {
    /// The parameter.
    public var target: ParameterSelector = ParameterSelector()
    /// The value.
    public var value: ParameterValue = ParameterValue()
    /// Where in a gesture this belongs.
    public var gesture: Gesture = .none
    /// The value is 0 to 1 over the parameter's range.
    public var normalised: Bool = false

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        target: ParameterSelector = ParameterSelector(),
        value: ParameterValue = ParameterValue(),
        gesture: Gesture = .none,
        normalised: Bool = false
    ) {
        self.target = target
        self.value = value
        self.gesture = gesture
        self.normalised = normalised
    }
}

extension SetParameter: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "SetParameter" }

    typealias Raw = Holdover__SetParameter

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__set_parameter__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__set_parameter__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__set_parameter__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__set_parameter__init(raw)
        raw.pointee.target = try self.target.lower(into: arena)
        raw.pointee.value = try self.value.lower(into: arena)
        raw.pointee.gesture = self.gesture.lowered
        raw.pointee.normalised = self.normalised ? 1 : 0
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        if let value = raw.pointee.target {
            self.target = try ParameterSelector(raising: value)
        }
        if let value = raw.pointee.value {
            self.value = try ParameterValue(raising: value)
        }
        gesture = Gesture(raising: raw.pointee.gesture)
        normalised = raw.pointee.normalised != 0
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("target")
        self.target.writeJSON(to: &json)
        json.key("value")
        self.value.writeJSON(to: &json)
        json.key("gesture")
        json.value(self.gesture.name)
        json.key("normalised")
        json.value(self.normalised)
        json.endObject()
    }
}
