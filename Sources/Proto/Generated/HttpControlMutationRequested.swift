// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// HTTP or a page asks for a change.
public struct HttpControlMutationRequested: Sendable, Hashable {
    /// E.g. "PATCH".
    public var method: String = ""
    /// The resource.
    public var path: String = ""
    /// Who.
    public var principal: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        method: String = "",
        path: String = "",
        principal: String = ""
    ) {
        self.method = method
        self.path = path
        self.principal = principal
    }
}

extension HttpControlMutationRequested: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "HttpControlMutationRequested" }

    typealias Raw = Holdover__HttpControlMutationRequested

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__http_control_mutation_requested__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__http_control_mutation_requested__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__http_control_mutation_requested__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__http_control_mutation_requested__init(raw)
        raw.pointee.method = try arena.text(self.method)
        raw.pointee.path = try arena.text(self.path)
        raw.pointee.principal = try arena.text(self.principal)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        method = try wireText(raw.pointee.method)
        path = try wireText(raw.pointee.path)
        principal = try wireText(raw.pointee.principal)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("method")
        json.value(self.method)
        json.key("path")
        json.value(self.path)
        json.key("principal")
        json.value(self.principal)
        json.endObject()
    }
}
