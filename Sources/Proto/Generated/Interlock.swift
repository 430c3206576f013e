// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// One condition of going on air.
public struct Interlock: Sendable, Hashable {
    /// E.g. "device-prerolled".
    public var name: String = ""
    /// How it stands.
    public var result: InterlockResult = .pending
    /// Why, in a sentence.
    public var reason: String = ""
    /// Whether an operator may override it.
    public var overridable: Bool = false
    /// Who did; empty: nobody.
    public var overriddenBy: String = ""
    /// And why.
    public var overrideReason: String = ""
    /// Of what it looks at.
    public var criticality: Criticality = .critical

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        name: String = "",
        result: InterlockResult = .pending,
        reason: String = "",
        overridable: Bool = false,
        overriddenBy: String = "",
        overrideReason: String = "",
        criticality: Criticality = .critical
    ) {
        self.name = name
        self.result = result
        self.reason = reason
        self.overridable = overridable
        self.overriddenBy = overriddenBy
        self.overrideReason = overrideReason
        self.criticality = criticality
    }
}

extension Interlock: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "Interlock" }

    typealias Raw = Holdover__Interlock

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__interlock__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__interlock__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__interlock__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__interlock__init(raw)
        raw.pointee.name = try arena.text(self.name)
        raw.pointee.result = self.result.lowered
        raw.pointee.reason = try arena.text(self.reason)
        raw.pointee.overridable = self.overridable ? 1 : 0
        raw.pointee.overridden_by = try arena.text(self.overriddenBy)
        raw.pointee.override_reason = try arena.text(self.overrideReason)
        raw.pointee.criticality = self.criticality.lowered
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        name = try wireText(raw.pointee.name)
        result = InterlockResult(raising: raw.pointee.result)
        reason = try wireText(raw.pointee.reason)
        overridable = raw.pointee.overridable != 0
        overriddenBy = try wireText(raw.pointee.overridden_by)
        overrideReason = try wireText(raw.pointee.override_reason)
        criticality = Criticality(raising: raw.pointee.criticality)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("name")
        json.value(self.name)
        json.key("result")
        json.value(self.result.name)
        json.key("reason")
        json.value(self.reason)
        json.key("overridable")
        json.value(self.overridable)
        json.key("overriddenBy")
        json.value(self.overriddenBy)
        json.key("overrideReason")
        json.value(self.overrideReason)
        json.key("criticality")
        json.value(self.criticality.name)
        json.endObject()
    }
}
