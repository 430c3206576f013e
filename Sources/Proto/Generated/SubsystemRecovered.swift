// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A part restarted by itself.
public struct SubsystemRecovered: Sendable, Hashable {
    /// Which part.
    public var subsystem: String = ""
    /// How often since the process started.
    public var restartCount: UInt64 = 0
    /// Why it had stopped.
    public var cause: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        subsystem: String = "",
        restartCount: UInt64 = 0,
        cause: String = ""
    ) {
        self.subsystem = subsystem
        self.restartCount = restartCount
        self.cause = cause
    }
}

extension SubsystemRecovered: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "SubsystemRecovered" }

    typealias Raw = Holdover__SubsystemRecovered

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__subsystem_recovered__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__subsystem_recovered__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__subsystem_recovered__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__subsystem_recovered__init(raw)
        raw.pointee.subsystem = try arena.text(self.subsystem)
        raw.pointee.restart_count = self.restartCount
        raw.pointee.cause = try arena.text(self.cause)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        subsystem = try wireText(raw.pointee.subsystem)
        restartCount = raw.pointee.restart_count
        cause = try wireText(raw.pointee.cause)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("subsystem")
        json.value(self.subsystem)
        json.key("restartCount")
        json.value(self.restartCount)
        json.key("cause")
        json.value(self.cause)
        json.endObject()
    }
}
