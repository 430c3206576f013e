// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A watched file changed.
public struct FileChangeDetected: Sendable, Hashable {
    /// What changed in this burst.
    public var paths: [String] = []
    /// How many notifications it stands for.
    public var collapsed: UInt64 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        paths: [String] = [],
        collapsed: UInt64 = 0
    ) {
        self.paths = paths
        self.collapsed = collapsed
    }
}

extension FileChangeDetected: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "FileChangeDetected" }

    typealias Raw = Holdover__FileChangeDetected

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__file_change_detected__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__file_change_detected__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__file_change_detected__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__file_change_detected__init(raw)
        raw.pointee.n_paths = self.paths.count
        raw.pointee.paths = try arena.pointers(self.paths) {
            item throws(WireError) in try arena.text(item)
        }
        raw.pointee.collapsed = self.collapsed
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        paths = try wireArray(raw.pointee.paths, raw.pointee.n_paths) {
            item throws(WireError) in try wireText(item)
        }
        collapsed = raw.pointee.collapsed
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.array("paths", self.paths) { json, item in
            json.value(item)
        }
        json.key("collapsed")
        json.value(self.collapsed)
        json.endObject()
    }
}
