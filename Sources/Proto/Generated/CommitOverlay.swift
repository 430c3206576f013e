// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Makes overlay committed state.
public struct CommitOverlay: Sendable, Hashable {
    /// What to commit.
    public var scope: TransientScope = TransientScope()
    /// The route that settled; empty when asked for by hand.
    public var route: String = ""
    /// Commit durably instead of live.
    public var durable: Bool = false

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        scope: TransientScope = TransientScope(),
        route: String = "",
        durable: Bool = false
    ) {
        self.scope = scope
        self.route = route
        self.durable = durable
    }
}

extension CommitOverlay: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "CommitOverlay" }

    typealias Raw = Holdover__CommitOverlay

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__commit_overlay__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__commit_overlay__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__commit_overlay__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__commit_overlay__init(raw)
        raw.pointee.scope = try self.scope.lower(into: arena)
        raw.pointee.route = try arena.text(self.route)
        raw.pointee.durable = self.durable ? 1 : 0
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        if let value = raw.pointee.scope {
            self.scope = try TransientScope(raising: value)
        }
        route = try wireText(raw.pointee.route)
        durable = raw.pointee.durable != 0
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("scope")
        self.scope.writeJSON(to: &json)
        json.key("route")
        json.value(self.route)
        json.key("durable")
        json.value(self.durable)
        json.endObject()
    }
}
