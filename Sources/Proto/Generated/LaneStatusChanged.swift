// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A lane became selectable or not.
public struct LaneStatusChanged: Sendable, Hashable {
    /// E.g. "a".
    public var lane: String = ""
    /// How it stands.
    public var state: LaneState = .starting
    /// Version number it draws.
    public var snapshotNumber: UInt64 = 0
    /// A sentence.
    public var detail: String = ""
    /// "id@generation" of what it can draw.
    public var loadedShaders: [String] = []

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        lane: String = "",
        state: LaneState = .starting,
        snapshotNumber: UInt64 = 0,
        detail: String = "",
        loadedShaders: [String] = []
    ) {
        self.lane = lane
        self.state = state
        self.snapshotNumber = snapshotNumber
        self.detail = detail
        self.loadedShaders = loadedShaders
    }
}

extension LaneStatusChanged: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "LaneStatusChanged" }

    typealias Raw = Holdover__LaneStatusChanged

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__lane_status_changed__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__lane_status_changed__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__lane_status_changed__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__lane_status_changed__init(raw)
        raw.pointee.lane = try arena.text(self.lane)
        raw.pointee.state = self.state.lowered
        raw.pointee.snapshot_number = self.snapshotNumber
        raw.pointee.detail = try arena.text(self.detail)
        raw.pointee.n_loaded_shaders = self.loadedShaders.count
        raw.pointee.loaded_shaders = try arena.pointers(self.loadedShaders) {
            item throws(WireError) in try arena.text(item)
        }
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        lane = try wireText(raw.pointee.lane)
        state = LaneState(raising: raw.pointee.state)
        snapshotNumber = raw.pointee.snapshot_number
        detail = try wireText(raw.pointee.detail)
        loadedShaders = try wireArray(raw.pointee.loaded_shaders, raw.pointee.n_loaded_shaders) {
            item throws(WireError) in try wireText(item)
        }
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("lane")
        json.value(self.lane)
        json.key("state")
        json.value(self.state.name)
        json.key("snapshotNumber")
        json.value(self.snapshotNumber)
        json.key("detail")
        json.value(self.detail)
        json.array("loadedShaders", self.loadedShaders) { json, item in
            json.value(item)
        }
        json.endObject()
    }
}
