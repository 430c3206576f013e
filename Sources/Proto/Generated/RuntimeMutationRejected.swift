// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A command was refused.
public struct RuntimeMutationRejected: Sendable, Hashable {
    /// The command's name.
    public var action: String = ""
    /// Through which door.
    public var origin: Origin = .unspecified
    /// Who.
    public var principal: String = ""
    /// Which stack.
    public var stack: Stack = .programme
    /// The code's name, e.g. "layer_not_found".
    public var errorCode: String = ""
    /// For people.
    public var errorSentence: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        action: String = "",
        origin: Origin = .unspecified,
        principal: String = "",
        stack: Stack = .programme,
        errorCode: String = "",
        errorSentence: String = ""
    ) {
        self.action = action
        self.origin = origin
        self.principal = principal
        self.stack = stack
        self.errorCode = errorCode
        self.errorSentence = errorSentence
    }
}

extension RuntimeMutationRejected: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "RuntimeMutationRejected" }

    typealias Raw = Holdover__RuntimeMutationRejected

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__runtime_mutation_rejected__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__runtime_mutation_rejected__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__runtime_mutation_rejected__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__runtime_mutation_rejected__init(raw)
        raw.pointee.action = try arena.text(self.action)
        raw.pointee.origin = self.origin.lowered
        raw.pointee.principal = try arena.text(self.principal)
        raw.pointee.stack = self.stack.lowered
        raw.pointee.error_code = try arena.text(self.errorCode)
        raw.pointee.error_sentence = try arena.text(self.errorSentence)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        action = try wireText(raw.pointee.action)
        origin = Origin(raising: raw.pointee.origin)
        principal = try wireText(raw.pointee.principal)
        stack = Stack(raising: raw.pointee.stack)
        errorCode = try wireText(raw.pointee.error_code)
        errorSentence = try wireText(raw.pointee.error_sentence)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("action")
        json.value(self.action)
        json.key("origin")
        json.value(self.origin.name)
        json.key("principal")
        json.value(self.principal)
        json.key("stack")
        json.value(self.stack.name)
        json.key("errorCode")
        json.value(self.errorCode)
        json.key("errorSentence")
        json.value(self.errorSentence)
        json.endObject()
    }
}
