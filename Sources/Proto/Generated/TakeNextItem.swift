// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Takes the cued item to air.
public struct TakeNextItem: Sendable, Hashable {
    /// How; a cut: as the item says.
    public var transition: Transition = Transition()
    /// The item meant, from 1; 0: whichever is cued.
    public var position: UInt32 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        transition: Transition = Transition(),
        position: UInt32 = 0
    ) {
        self.transition = transition
        self.position = position
    }
}

extension TakeNextItem: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "TakeNextItem" }

    typealias Raw = Holdover__TakeNextItem

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__take_next_item__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__take_next_item__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__take_next_item__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__take_next_item__init(raw)
        raw.pointee.transition = try self.transition.lower(into: arena)
        raw.pointee.position = self.position
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        if let value = raw.pointee.transition {
            self.transition = try Transition(raising: value)
        }
        position = raw.pointee.position
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("transition")
        self.transition.writeJSON(to: &json)
        json.key("position")
        json.value(self.position)
        json.endObject()
    }
}
