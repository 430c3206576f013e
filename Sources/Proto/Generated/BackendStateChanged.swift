// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A device moved in its lifecycle.
public struct BackendStateChanged: Sendable, Hashable {
    /// E.g. "device.1".
    public var device: String = ""
    /// Where it was.
    public var from: BackendState = .discovering
    /// Where it is.
    public var to: BackendState = .discovering
    /// Why.
    public var reason: String = ""
    /// Genlocked; true where there is no reference to lock to.
    public var referenceLocked: Bool = false
    /// It drives the timeline.
    public var isClock: Bool = false

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        device: String = "",
        from: BackendState = .discovering,
        to: BackendState = .discovering,
        reason: String = "",
        referenceLocked: Bool = false,
        isClock: Bool = false
    ) {
        self.device = device
        self.from = from
        self.to = to
        self.reason = reason
        self.referenceLocked = referenceLocked
        self.isClock = isClock
    }
}

extension BackendStateChanged: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "BackendStateChanged" }

    typealias Raw = Holdover__BackendStateChanged

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__backend_state_changed__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__backend_state_changed__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__backend_state_changed__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__backend_state_changed__init(raw)
        raw.pointee.device = try arena.text(self.device)
        raw.pointee.from = self.from.lowered
        raw.pointee.to = self.to.lowered
        raw.pointee.reason = try arena.text(self.reason)
        raw.pointee.reference_locked = self.referenceLocked ? 1 : 0
        raw.pointee.is_clock = self.isClock ? 1 : 0
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        device = try wireText(raw.pointee.device)
        from = BackendState(raising: raw.pointee.from)
        to = BackendState(raising: raw.pointee.to)
        reason = try wireText(raw.pointee.reason)
        referenceLocked = raw.pointee.reference_locked != 0
        isClock = raw.pointee.is_clock != 0
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("device")
        json.value(self.device)
        json.key("from")
        json.value(self.from.name)
        json.key("to")
        json.value(self.to.name)
        json.key("reason")
        json.value(self.reason)
        json.key("referenceLocked")
        json.value(self.referenceLocked)
        json.key("isClock")
        json.value(self.isClock)
        json.endObject()
    }
}
