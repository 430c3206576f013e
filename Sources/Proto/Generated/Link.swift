// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// One link.
public struct Link: Sendable, Hashable {
    /// E.g. "renderd.a", "device.1", "input.1".
    public var subject: String = ""
    /// How it stands.
    public var state: LinkState = .unknown
    /// A sentence.
    public var detail: String = ""
    /// Since when.
    public var sinceWallNanoseconds: Int64 = 0
    /// Its process epoch; 0 where it has none.
    public var epoch: UInt64 = 0
    /// Its process; 0 where it has none.
    public var pid: UInt32 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        subject: String = "",
        state: LinkState = .unknown,
        detail: String = "",
        sinceWallNanoseconds: Int64 = 0,
        epoch: UInt64 = 0,
        pid: UInt32 = 0
    ) {
        self.subject = subject
        self.state = state
        self.detail = detail
        self.sinceWallNanoseconds = sinceWallNanoseconds
        self.epoch = epoch
        self.pid = pid
    }
}

extension Link: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "Link" }

    typealias Raw = Holdover__Link

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__link__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__link__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__link__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__link__init(raw)
        raw.pointee.subject = try arena.text(self.subject)
        raw.pointee.state = self.state.lowered
        raw.pointee.detail = try arena.text(self.detail)
        raw.pointee.since_wall_nanoseconds = self.sinceWallNanoseconds
        raw.pointee.epoch = self.epoch
        raw.pointee.pid = self.pid
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        subject = try wireText(raw.pointee.subject)
        state = LinkState(raising: raw.pointee.state)
        detail = try wireText(raw.pointee.detail)
        sinceWallNanoseconds = raw.pointee.since_wall_nanoseconds
        epoch = raw.pointee.epoch
        pid = raw.pointee.pid
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("subject")
        json.value(self.subject)
        json.key("state")
        json.value(self.state.name)
        json.key("detail")
        json.value(self.detail)
        json.key("sinceWallNanoseconds")
        json.value(self.sinceWallNanoseconds)
        json.key("epoch")
        json.value(String(self.epoch))
        json.key("pid")
        json.value(self.pid)
        json.endObject()
    }
}
