// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// One message of a compiler at the author's own line.
public struct BuildDiagnostic: Sendable, Hashable {
    /// The author's file.
    public var file: String = ""
    /// From 1; 0: unknown.
    public var line: UInt32 = 0
    /// What is wrong.
    public var text: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        file: String = "",
        line: UInt32 = 0,
        text: String = ""
    ) {
        self.file = file
        self.line = line
        self.text = text
    }
}

extension BuildDiagnostic: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "BuildDiagnostic" }

    typealias Raw = Holdover__BuildDiagnostic

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__build_diagnostic__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__build_diagnostic__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__build_diagnostic__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__build_diagnostic__init(raw)
        raw.pointee.file = try arena.text(self.file)
        raw.pointee.line = self.line
        raw.pointee.text = try arena.text(self.text)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        file = try wireText(raw.pointee.file)
        line = raw.pointee.line
        text = try wireText(raw.pointee.text)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("file")
        json.value(self.file)
        json.key("line")
        json.value(self.line)
        json.key("text")
        json.value(self.text)
        json.endObject()
    }
}
