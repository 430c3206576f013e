// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Whether a command is allowed now, so that no client needs rules of its own.
public struct CommandGuard: Sendable, Hashable {
    /// The command's name, e.g. "start_run".
    public var action: String = ""
    /// It would be accepted now.
    public var allowed: Bool = false
    /// Why not, in a sentence.
    public var reason: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        action: String = "",
        allowed: Bool = false,
        reason: String = ""
    ) {
        self.action = action
        self.allowed = allowed
        self.reason = reason
    }
}

extension CommandGuard: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "CommandGuard" }

    typealias Raw = Holdover__CommandGuard

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__command_guard__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__command_guard__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__command_guard__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__command_guard__init(raw)
        raw.pointee.action = try arena.text(self.action)
        raw.pointee.allowed = self.allowed ? 1 : 0
        raw.pointee.reason = try arena.text(self.reason)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        action = try wireText(raw.pointee.action)
        allowed = raw.pointee.allowed != 0
        reason = try wireText(raw.pointee.reason)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("action")
        json.value(self.action)
        json.key("allowed")
        json.value(self.allowed)
        json.key("reason")
        json.value(self.reason)
        json.endObject()
    }
}
