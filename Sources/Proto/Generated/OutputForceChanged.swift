// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// The panic control was used.
public struct OutputForceChanged: Sendable, Hashable {
    /// What it asks for now.
    public var mode: ForceMode = .auto
    /// From which output index.
    public var index: Int64 = 0
    /// Who or why.
    public var reason: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        mode: ForceMode = .auto,
        index: Int64 = 0,
        reason: String = ""
    ) {
        self.mode = mode
        self.index = index
        self.reason = reason
    }
}

extension OutputForceChanged: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "OutputForceChanged" }

    typealias Raw = Holdover__OutputForceChanged

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__output_force_changed__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__output_force_changed__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__output_force_changed__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__output_force_changed__init(raw)
        raw.pointee.mode = self.mode.lowered
        raw.pointee.index = self.index
        raw.pointee.reason = try arena.text(self.reason)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        mode = ForceMode(raising: raw.pointee.mode)
        index = raw.pointee.index
        reason = try wireText(raw.pointee.reason)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("mode")
        json.value(self.mode.name)
        json.key("index")
        json.value(self.index)
        json.key("reason")
        json.value(self.reason)
        json.endObject()
    }
}
