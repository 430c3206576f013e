// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// The package list changed.
public struct ShaderPackagesChanged: Sendable, Hashable {
    /// New ids.
    public var added: [String] = []
    /// Gone ids.
    public var removed: [String] = []
    /// Ids with new contents.
    public var changed: [String] = []
    /// Ids that cannot be read.
    public var broken: [String] = []

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        added: [String] = [],
        removed: [String] = [],
        changed: [String] = [],
        broken: [String] = []
    ) {
        self.added = added
        self.removed = removed
        self.changed = changed
        self.broken = broken
    }
}

extension ShaderPackagesChanged: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "ShaderPackagesChanged" }

    typealias Raw = Holdover__ShaderPackagesChanged

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__shader_packages_changed__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__shader_packages_changed__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__shader_packages_changed__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__shader_packages_changed__init(raw)
        raw.pointee.n_added = self.added.count
        raw.pointee.added = try arena.pointers(self.added) {
            item throws(WireError) in try arena.text(item)
        }
        raw.pointee.n_removed = self.removed.count
        raw.pointee.removed = try arena.pointers(self.removed) {
            item throws(WireError) in try arena.text(item)
        }
        raw.pointee.n_changed = self.changed.count
        raw.pointee.changed = try arena.pointers(self.changed) {
            item throws(WireError) in try arena.text(item)
        }
        raw.pointee.n_broken = self.broken.count
        raw.pointee.broken = try arena.pointers(self.broken) {
            item throws(WireError) in try arena.text(item)
        }
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        added = try wireArray(raw.pointee.added, raw.pointee.n_added) {
            item throws(WireError) in try wireText(item)
        }
        removed = try wireArray(raw.pointee.removed, raw.pointee.n_removed) {
            item throws(WireError) in try wireText(item)
        }
        changed = try wireArray(raw.pointee.changed, raw.pointee.n_changed) {
            item throws(WireError) in try wireText(item)
        }
        broken = try wireArray(raw.pointee.broken, raw.pointee.n_broken) {
            item throws(WireError) in try wireText(item)
        }
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.array("added", self.added) { json, item in
            json.value(item)
        }
        json.array("removed", self.removed) { json, item in
            json.value(item)
        }
        json.array("changed", self.changed) { json, item in
            json.value(item)
        }
        json.array("broken", self.broken) { json, item in
            json.value(item)
        }
        json.endObject()
    }
}
