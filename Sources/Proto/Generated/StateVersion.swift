// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A version of the runtime state: numbers are comparable within one coordinator epoch only.
public struct StateVersion: Sendable, Hashable {
    /// The coordinator start that counted it.
    public var coordinatorEpoch: UInt64 = 0
    /// Counts from 1 within the epoch.
    public var number: UInt64 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        coordinatorEpoch: UInt64 = 0,
        number: UInt64 = 0
    ) {
        self.coordinatorEpoch = coordinatorEpoch
        self.number = number
    }
}

extension StateVersion: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "StateVersion" }

    typealias Raw = Holdover__StateVersion

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__state_version__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__state_version__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__state_version__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__state_version__init(raw)
        raw.pointee.coordinator_epoch = self.coordinatorEpoch
        raw.pointee.number = self.number
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        coordinatorEpoch = raw.pointee.coordinator_epoch
        number = raw.pointee.number
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("coordinatorEpoch")
        json.value(String(self.coordinatorEpoch))
        json.key("number")
        json.value(self.number)
        json.endObject()
    }
}
