// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// An input came, went or changed format.
public struct InputSignalChanged: Sendable, Hashable {
    /// From 1.
    public var input: UInt32 = 0
    /// How it stands.
    public var state: InputState = .missing
    /// E.g. "1280x720p50 UYVY"; empty: unknown.
    public var format: String = ""
    /// A sentence.
    public var detail: String = ""
    /// The clean ring fits the output exactly.
    public var cleanAvailable: Bool = false

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        input: UInt32 = 0,
        state: InputState = .missing,
        format: String = "",
        detail: String = "",
        cleanAvailable: Bool = false
    ) {
        self.input = input
        self.state = state
        self.format = format
        self.detail = detail
        self.cleanAvailable = cleanAvailable
    }
}

extension InputSignalChanged: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "InputSignalChanged" }

    typealias Raw = Holdover__InputSignalChanged

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__input_signal_changed__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__input_signal_changed__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__input_signal_changed__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__input_signal_changed__init(raw)
        raw.pointee.input = self.input
        raw.pointee.state = self.state.lowered
        raw.pointee.format = try arena.text(self.format)
        raw.pointee.detail = try arena.text(self.detail)
        raw.pointee.clean_available = self.cleanAvailable ? 1 : 0
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        input = raw.pointee.input
        state = InputState(raising: raw.pointee.state)
        format = try wireText(raw.pointee.format)
        detail = try wireText(raw.pointee.detail)
        cleanAvailable = raw.pointee.clean_available != 0
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("input")
        json.value(self.input)
        json.key("state")
        json.value(self.state.name)
        json.key("format")
        json.value(self.format)
        json.key("detail")
        json.value(self.detail)
        json.key("cleanAvailable")
        json.value(self.cleanAvailable)
        json.endObject()
    }
}
