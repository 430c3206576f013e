// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A queue's depth.
public struct QueueDepthChanged: Sendable, Hashable {
    /// Its name.
    public var queue: String = ""
    /// Items in it.
    public var depth: UInt64 = 0
    /// Its limit.
    public var capacity: UInt64 = 0
    /// Deepest so far.
    public var highWater: UInt64 = 0
    /// Dropped so far.
    public var droppedTotal: UInt64 = 0
    /// Collapsed so far.
    public var coalescedTotal: UInt64 = 0
    /// Age of the oldest.
    public var oldestAgeNanoseconds: UInt64 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        queue: String = "",
        depth: UInt64 = 0,
        capacity: UInt64 = 0,
        highWater: UInt64 = 0,
        droppedTotal: UInt64 = 0,
        coalescedTotal: UInt64 = 0,
        oldestAgeNanoseconds: UInt64 = 0
    ) {
        self.queue = queue
        self.depth = depth
        self.capacity = capacity
        self.highWater = highWater
        self.droppedTotal = droppedTotal
        self.coalescedTotal = coalescedTotal
        self.oldestAgeNanoseconds = oldestAgeNanoseconds
    }
}

extension QueueDepthChanged: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "QueueDepthChanged" }

    typealias Raw = Holdover__QueueDepthChanged

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__queue_depth_changed__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__queue_depth_changed__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__queue_depth_changed__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__queue_depth_changed__init(raw)
        raw.pointee.queue = try arena.text(self.queue)
        raw.pointee.depth = self.depth
        raw.pointee.capacity = self.capacity
        raw.pointee.high_water = self.highWater
        raw.pointee.dropped_total = self.droppedTotal
        raw.pointee.coalesced_total = self.coalescedTotal
        raw.pointee.oldest_age_nanoseconds = self.oldestAgeNanoseconds
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        queue = try wireText(raw.pointee.queue)
        depth = raw.pointee.depth
        capacity = raw.pointee.capacity
        highWater = raw.pointee.high_water
        droppedTotal = raw.pointee.dropped_total
        coalescedTotal = raw.pointee.coalesced_total
        oldestAgeNanoseconds = raw.pointee.oldest_age_nanoseconds
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("queue")
        json.value(self.queue)
        json.key("depth")
        json.value(self.depth)
        json.key("capacity")
        json.value(self.capacity)
        json.key("highWater")
        json.value(self.highWater)
        json.key("droppedTotal")
        json.value(self.droppedTotal)
        json.key("coalescedTotal")
        json.value(self.coalescedTotal)
        json.key("oldestAgeNanoseconds")
        json.value(self.oldestAgeNanoseconds)
        json.endObject()
    }
}
