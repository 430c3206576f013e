// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Replaces the stack by a stored one.
public struct LoadPreset: Sendable, Hashable {
    /// The preset's name.
    public var name: String = ""
    /// How.
    public var transition: Transition = Transition()

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        name: String = "",
        transition: Transition = Transition()
    ) {
        self.name = name
        self.transition = transition
    }
}

extension LoadPreset: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "LoadPreset" }

    typealias Raw = Holdover__LoadPreset

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__load_preset__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__load_preset__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__load_preset__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__load_preset__init(raw)
        raw.pointee.name = try arena.text(self.name)
        raw.pointee.transition = try self.transition.lower(into: arena)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        name = try wireText(raw.pointee.name)
        if let value = raw.pointee.transition {
            self.transition = try Transition(raising: value)
        }
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("name")
        json.value(self.name)
        json.key("transition")
        self.transition.writeJSON(to: &json)
        json.endObject()
    }
}
