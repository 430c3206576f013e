// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A route has been quiet for the settle time.
public struct OscCommitRequested: Sendable, Hashable {
    /// The OSC address.
    public var route: String = ""
    /// The layer it drives.
    public var layerId: String = ""
    /// The parameter it drives.
    public var parameter: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        route: String = "",
        layerId: String = "",
        parameter: String = ""
    ) {
        self.route = route
        self.layerId = layerId
        self.parameter = parameter
    }
}

extension OscCommitRequested: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "OscCommitRequested" }

    typealias Raw = Holdover__OscCommitRequested

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__osc_commit_requested__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__osc_commit_requested__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__osc_commit_requested__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__osc_commit_requested__init(raw)
        raw.pointee.route = try arena.text(self.route)
        raw.pointee.layer_id = try arena.text(self.layerId)
        raw.pointee.parameter = try arena.text(self.parameter)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        route = try wireText(raw.pointee.route)
        layerId = try wireText(raw.pointee.layer_id)
        parameter = try wireText(raw.pointee.parameter)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("route")
        json.value(self.route)
        json.key("layerId")
        json.value(self.layerId)
        json.key("parameter")
        json.value(self.parameter)
        json.endObject()
    }
}
