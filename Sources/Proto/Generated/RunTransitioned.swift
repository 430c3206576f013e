// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// The run changed state.
public struct RunTransitioned: Sendable, Hashable {
    /// Where it was.
    public var from: RunState = .idle
    /// Where it is and why.
    public var status: RunStatus = RunStatus()

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        from: RunState = .idle,
        status: RunStatus = RunStatus()
    ) {
        self.from = from
        self.status = status
    }
}

extension RunTransitioned: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "RunTransitioned" }

    typealias Raw = Holdover__RunTransitioned

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__run_transitioned__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__run_transitioned__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__run_transitioned__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__run_transitioned__init(raw)
        raw.pointee.from = self.from.lowered
        raw.pointee.status = try self.status.lower(into: arena)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        from = RunState(raising: raw.pointee.from)
        if let value = raw.pointee.status {
            self.status = try RunStatus(raising: value)
        }
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("from")
        json.value(self.from.name)
        json.key("status")
        self.status.writeJSON(to: &json)
        json.endObject()
    }
}
