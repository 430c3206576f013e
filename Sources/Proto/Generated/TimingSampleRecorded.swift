// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Measured durations of one kind since the sample before.
public struct TimingSampleRecorded: Sendable, Hashable {
    /// E.g. "render".
    public var metric: String = ""
    /// How many.
    public var count: UInt64 = 0
    /// Shortest.
    public var minimumNanoseconds: UInt64 = 0
    /// Mean.
    public var meanNanoseconds: UInt64 = 0
    /// Longest.
    public var maximumNanoseconds: UInt64 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        metric: String = "",
        count: UInt64 = 0,
        minimumNanoseconds: UInt64 = 0,
        meanNanoseconds: UInt64 = 0,
        maximumNanoseconds: UInt64 = 0
    ) {
        self.metric = metric
        self.count = count
        self.minimumNanoseconds = minimumNanoseconds
        self.meanNanoseconds = meanNanoseconds
        self.maximumNanoseconds = maximumNanoseconds
    }
}

extension TimingSampleRecorded: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "TimingSampleRecorded" }

    typealias Raw = Holdover__TimingSampleRecorded

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__timing_sample_recorded__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__timing_sample_recorded__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__timing_sample_recorded__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__timing_sample_recorded__init(raw)
        raw.pointee.metric = try arena.text(self.metric)
        raw.pointee.count = self.count
        raw.pointee.minimum_nanoseconds = self.minimumNanoseconds
        raw.pointee.mean_nanoseconds = self.meanNanoseconds
        raw.pointee.maximum_nanoseconds = self.maximumNanoseconds
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        metric = try wireText(raw.pointee.metric)
        count = raw.pointee.count
        minimumNanoseconds = raw.pointee.minimum_nanoseconds
        meanNanoseconds = raw.pointee.mean_nanoseconds
        maximumNanoseconds = raw.pointee.maximum_nanoseconds
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("metric")
        json.value(self.metric)
        json.key("count")
        json.value(self.count)
        json.key("minimumNanoseconds")
        json.value(self.minimumNanoseconds)
        json.key("meanNanoseconds")
        json.value(self.meanNanoseconds)
        json.key("maximumNanoseconds")
        json.value(self.maximumNanoseconds)
        json.endObject()
    }
}
