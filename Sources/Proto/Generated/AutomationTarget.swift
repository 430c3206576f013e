// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A new target of a parameter's transient overlay, as OSC sends it.
public struct AutomationTarget: Sendable, Hashable {
    /// The parameter.
    public var target: ParameterSelector = ParameterSelector()
    /// The value.
    public var value: ParameterValue = ParameterValue()
    /// The value is 0 to 1 over the parameter's range.
    public var normalised: Bool = false
    /// The automation route; it settles and coalesces by it.
    public var route: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        target: ParameterSelector = ParameterSelector(),
        value: ParameterValue = ParameterValue(),
        normalised: Bool = false,
        route: String = ""
    ) {
        self.target = target
        self.value = value
        self.normalised = normalised
        self.route = route
    }
}

extension AutomationTarget: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "AutomationTarget" }

    typealias Raw = Holdover__AutomationTarget

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__automation_target__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__automation_target__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__automation_target__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__automation_target__init(raw)
        raw.pointee.target = try self.target.lower(into: arena)
        raw.pointee.value = try self.value.lower(into: arena)
        raw.pointee.normalised = self.normalised ? 1 : 0
        raw.pointee.route = try arena.text(self.route)
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
        normalised = raw.pointee.normalised != 0
        route = try wireText(raw.pointee.route)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("target")
        self.target.writeJSON(to: &json)
        json.key("value")
        self.value.writeJSON(to: &json)
        json.key("normalised")
        json.value(self.normalised)
        json.key("route")
        json.value(self.route)
        json.endObject()
    }
}
