// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Checks the interlocks and gets ready.
public struct PrepareRun: Sendable, Hashable {
    /// What the run is called in history.
    public var title: String = ""
    /// Stack preset to load; empty: as it is.
    public var preset: String = ""
    /// Rundown to load; empty: none.
    public var rundown: String = ""
    /// Limit for all interlocks together; 0: the configured one.
    public var timeoutNanoseconds: UInt64 = 0
    /// Interlocks to go without, each for a reason.
    public var overrides: [OverrideInterlock] = []

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        title: String = "",
        preset: String = "",
        rundown: String = "",
        timeoutNanoseconds: UInt64 = 0,
        overrides: [OverrideInterlock] = []
    ) {
        self.title = title
        self.preset = preset
        self.rundown = rundown
        self.timeoutNanoseconds = timeoutNanoseconds
        self.overrides = overrides
    }
}

extension PrepareRun: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "PrepareRun" }

    typealias Raw = Holdover__PrepareRun

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__prepare_run__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__prepare_run__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__prepare_run__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__prepare_run__init(raw)
        raw.pointee.title = try arena.text(self.title)
        raw.pointee.preset = try arena.text(self.preset)
        raw.pointee.rundown = try arena.text(self.rundown)
        raw.pointee.timeout_nanoseconds = self.timeoutNanoseconds
        raw.pointee.n_overrides = self.overrides.count
        raw.pointee.overrides = try arena.pointers(self.overrides) {
            item throws(WireError) in try item.lower(into: arena)
        }
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        title = try wireText(raw.pointee.title)
        preset = try wireText(raw.pointee.preset)
        rundown = try wireText(raw.pointee.rundown)
        timeoutNanoseconds = raw.pointee.timeout_nanoseconds
        overrides = try wireArray(raw.pointee.overrides, raw.pointee.n_overrides) {
            item throws(WireError) in try OverrideInterlock(raising: wirePointer(item))
        }
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("title")
        json.value(self.title)
        json.key("preset")
        json.value(self.preset)
        json.key("rundown")
        json.value(self.rundown)
        json.key("timeoutNanoseconds")
        json.value(self.timeoutNanoseconds)
        json.array("overrides", self.overrides) { json, item in
            item.writeJSON(to: &json)
        }
        json.endObject()
    }
}
