// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// The shader packages a process sees in the library.
public struct ShaderPackageList: Sendable, Hashable {
    /// What changed; empty: read all again.
    public var changedIds: [String] = []
    /// Counts changes seen.
    public var generation: UInt64 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        changedIds: [String] = [],
        generation: UInt64 = 0
    ) {
        self.changedIds = changedIds
        self.generation = generation
    }
}

extension ShaderPackageList: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "ShaderPackageList" }

    typealias Raw = Holdover__ShaderPackageList

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__shader_package_list__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__shader_package_list__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__shader_package_list__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__shader_package_list__init(raw)
        raw.pointee.n_changed_ids = self.changedIds.count
        raw.pointee.changed_ids = try arena.pointers(self.changedIds) {
            item throws(WireError) in try arena.text(item)
        }
        raw.pointee.generation = self.generation
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        changedIds = try wireArray(raw.pointee.changed_ids, raw.pointee.n_changed_ids) {
            item throws(WireError) in try wireText(item)
        }
        generation = raw.pointee.generation
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.array("changedIds", self.changedIds) { json, item in
            json.value(item)
        }
        json.key("generation")
        json.value(self.generation)
        json.endObject()
    }
}
