// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Something is not well.
public struct SubsystemWarningRaised: Sendable, Hashable {
    /// Which part.
    public var subsystem: String = ""
    /// Stable name of the warning.
    public var code: String = ""
    /// A sentence.
    public var text: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        subsystem: String = "",
        code: String = "",
        text: String = ""
    ) {
        self.subsystem = subsystem
        self.code = code
        self.text = text
    }
}

extension SubsystemWarningRaised: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "SubsystemWarningRaised" }

    typealias Raw = Holdover__SubsystemWarningRaised

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__subsystem_warning_raised__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__subsystem_warning_raised__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__subsystem_warning_raised__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__subsystem_warning_raised__init(raw)
        raw.pointee.subsystem = try arena.text(self.subsystem)
        raw.pointee.code = try arena.text(self.code)
        raw.pointee.text = try arena.text(self.text)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        subsystem = try wireText(raw.pointee.subsystem)
        code = try wireText(raw.pointee.code)
        text = try wireText(raw.pointee.text)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("subsystem")
        json.value(self.subsystem)
        json.key("code")
        json.value(self.code)
        json.key("text")
        json.value(self.text)
        json.endObject()
    }
}
