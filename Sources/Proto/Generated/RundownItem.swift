// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// One item of a rundown.
public struct RundownItem: Sendable, Hashable {
    /// What it is called.
    public var name: String = ""
    /// The preset it puts on air.
    public var preset: String = ""
    /// How.
    public var transition: Transition = Transition()
    /// How long it stays; 0: until taken away.
    public var durationNanoseconds: UInt64 = 0
    /// Time of day or house timecode; empty: when taken.
    public var startAt: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        name: String = "",
        preset: String = "",
        transition: Transition = Transition(),
        durationNanoseconds: UInt64 = 0,
        startAt: String = ""
    ) {
        self.name = name
        self.preset = preset
        self.transition = transition
        self.durationNanoseconds = durationNanoseconds
        self.startAt = startAt
    }
}

extension RundownItem: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "RundownItem" }

    typealias Raw = Holdover__RundownItem

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__rundown_item__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__rundown_item__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__rundown_item__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__rundown_item__init(raw)
        raw.pointee.name = try arena.text(self.name)
        raw.pointee.preset = try arena.text(self.preset)
        raw.pointee.transition = try self.transition.lower(into: arena)
        raw.pointee.duration_nanoseconds = self.durationNanoseconds
        raw.pointee.start_at = try arena.text(self.startAt)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        name = try wireText(raw.pointee.name)
        preset = try wireText(raw.pointee.preset)
        if let value = raw.pointee.transition {
            self.transition = try Transition(raising: value)
        }
        durationNanoseconds = raw.pointee.duration_nanoseconds
        startAt = try wireText(raw.pointee.start_at)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("name")
        json.value(self.name)
        json.key("preset")
        json.value(self.preset)
        json.key("transition")
        self.transition.writeJSON(to: &json)
        json.key("durationNanoseconds")
        json.value(self.durationNanoseconds)
        json.key("startAt")
        json.value(self.startAt)
        json.endObject()
    }
}
