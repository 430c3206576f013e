// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Which layer is meant.
public struct LayerSelector: Sendable, Hashable {
    /// The alternatives of `by`.
    public enum By: Sendable, Hashable {
        /// The stable layer id.
        case id(String)
        /// The layer's name.
        case name(String)
        /// From 1 at the bottom.
        case position(UInt32)
        /// Id, else name, else position: whatever somebody typed.
        case any(String)

        /// The alternative's name in the schema.
        public var name: String {
            switch self {
            case .id: "id"
            case .name: "name"
            case .position: "position"
            case .any: "any"
            }
        }

        /// The names of all alternatives.
        public static let names: [String] = [
            "id",
            "name",
            "position",
            "any",
        ]
    }

    /// Which of them; nil: none, or one this build does not know.
    public var by: By? = nil

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        by: By? = nil
    ) {
        self.by = by
    }
}

extension LayerSelector: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "LayerSelector" }

    typealias Raw = Holdover__LayerSelector

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__layer_selector__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__layer_selector__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__layer_selector__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__layer_selector__init(raw)
        try lowerBy(into: raw, arena)
        return raw
    }

    private func lowerBy(
        into raw: UnsafeMutablePointer<Raw>, _ arena: WireArena
    ) throws(WireError) {
        switch by {
        case .id(let value):
            raw.pointee.id = try arena.text(value)
            raw.pointee.by_case = HOLDOVER__LAYER_SELECTOR__BY_ID
        case .name(let value):
            raw.pointee.name = try arena.text(value)
            raw.pointee.by_case = HOLDOVER__LAYER_SELECTOR__BY_NAME
        case .position(let value):
            raw.pointee.position = value
            raw.pointee.by_case = HOLDOVER__LAYER_SELECTOR__BY_POSITION
        case .any(let value):
            raw.pointee.any = try arena.text(value)
            raw.pointee.by_case = HOLDOVER__LAYER_SELECTOR__BY_ANY
        case nil: break
        }
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        by = try Self.raiseBy(raw)
    }

    private static func raiseBy(
        _ raw: UnsafeMutablePointer<Raw>
    ) throws(WireError) -> By? {
        switch raw.pointee.by_case {
        case HOLDOVER__LAYER_SELECTOR__BY_ID:
            try .id(wireText(raw.pointee.id))
        case HOLDOVER__LAYER_SELECTOR__BY_NAME:
            try .name(wireText(raw.pointee.name))
        case HOLDOVER__LAYER_SELECTOR__BY_POSITION:
            .position(raw.pointee.position)
        case HOLDOVER__LAYER_SELECTOR__BY_ANY:
            try .any(wireText(raw.pointee.any))
        default: nil
        }
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        switch by {
        case .id(let value):
            json.key("id")
            json.value(value)
        case .name(let value):
            json.key("name")
            json.value(value)
        case .position(let value):
            json.key("position")
            json.value(value)
        case .any(let value):
            json.key("any")
            json.value(value)
        case nil: break
        }
        json.endObject()
    }
}
