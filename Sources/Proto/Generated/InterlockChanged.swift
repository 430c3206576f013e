// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A condition of going on air changed.
public struct InterlockChanged: Sendable, Hashable {
    /// Of which run.
    public var runId: String = ""
    /// How it stands.
    public var interlock: Interlock = Interlock()

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        runId: String = "",
        interlock: Interlock = Interlock()
    ) {
        self.runId = runId
        self.interlock = interlock
    }
}

extension InterlockChanged: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "InterlockChanged" }

    typealias Raw = Holdover__InterlockChanged

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__interlock_changed__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__interlock_changed__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__interlock_changed__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__interlock_changed__init(raw)
        raw.pointee.run_id = try arena.text(self.runId)
        raw.pointee.interlock = try self.interlock.lower(into: arena)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        runId = try wireText(raw.pointee.run_id)
        if let value = raw.pointee.interlock {
            self.interlock = try Interlock(raising: value)
        }
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("runId")
        json.value(self.runId)
        json.key("interlock")
        self.interlock.writeJSON(to: &json)
        json.endObject()
    }
}
