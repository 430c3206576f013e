// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// The state has a new version.
public struct RuntimeStateChanged: Sendable, Hashable {
    /// The new version.
    public var version: StateVersion = StateVersion()
    /// Which stack.
    public var stack: Stack = .programme
    /// Persisted state changed.
    public var persisted: Bool = false
    /// Committed live state changed.
    public var committedLive: Bool = false
    /// Overlay changed.
    public var transient: Bool = false
    /// Which layers.
    public var layerIds: [String] = []

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        version: StateVersion = StateVersion(),
        stack: Stack = .programme,
        persisted: Bool = false,
        committedLive: Bool = false,
        transient: Bool = false,
        layerIds: [String] = []
    ) {
        self.version = version
        self.stack = stack
        self.persisted = persisted
        self.committedLive = committedLive
        self.transient = transient
        self.layerIds = layerIds
    }
}

extension RuntimeStateChanged: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "RuntimeStateChanged" }

    typealias Raw = Holdover__RuntimeStateChanged

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__runtime_state_changed__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__runtime_state_changed__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__runtime_state_changed__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__runtime_state_changed__init(raw)
        raw.pointee.version = try self.version.lower(into: arena)
        raw.pointee.stack = self.stack.lowered
        raw.pointee.persisted = self.persisted ? 1 : 0
        raw.pointee.committed_live = self.committedLive ? 1 : 0
        raw.pointee.transient = self.transient ? 1 : 0
        raw.pointee.n_layer_ids = self.layerIds.count
        raw.pointee.layer_ids = try arena.pointers(self.layerIds) {
            item throws(WireError) in try arena.text(item)
        }
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        if let value = raw.pointee.version {
            self.version = try StateVersion(raising: value)
        }
        stack = Stack(raising: raw.pointee.stack)
        persisted = raw.pointee.persisted != 0
        committedLive = raw.pointee.committed_live != 0
        transient = raw.pointee.transient != 0
        layerIds = try wireArray(raw.pointee.layer_ids, raw.pointee.n_layer_ids) {
            item throws(WireError) in try wireText(item)
        }
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("version")
        self.version.writeJSON(to: &json)
        json.key("stack")
        json.value(self.stack.name)
        json.key("persisted")
        json.value(self.persisted)
        json.key("committedLive")
        json.value(self.committedLive)
        json.key("transient")
        json.value(self.transient)
        json.array("layerIds", self.layerIds) { json, item in
            json.value(item)
        }
        json.endObject()
    }
}
