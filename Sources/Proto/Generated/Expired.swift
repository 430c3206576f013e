// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// The request's deadline had passed when its turn came; nothing was done.
public struct Expired: Sendable, Hashable {
    /// By how much.
    public var lateByNanoseconds: Int64 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        lateByNanoseconds: Int64 = 0
    ) {
        self.lateByNanoseconds = lateByNanoseconds
    }
}

extension Expired: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "Expired" }

    typealias Raw = Holdover__Expired

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__expired__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__expired__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__expired__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__expired__init(raw)
        raw.pointee.late_by_nanoseconds = self.lateByNanoseconds
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        lateByNanoseconds = raw.pointee.late_by_nanoseconds
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("lateByNanoseconds")
        json.value(self.lateByNanoseconds)
        json.endObject()
    }
}
