// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A typed parameter value; never a bag of strings.
public struct ParameterValue: Sendable, Hashable {
    /// The alternatives of `kind`.
    public enum Kind: Sendable, Hashable {
        /// A number.
        case float(Double)
        /// A switch.
        case bool(Bool)
        /// An integer choice.
        case long(Int64)
        /// A point.
        case point2D(Point2D)
        /// A colour.
        case color(Color)
        /// A string.
        case text(String)
        /// A picture.
        case image(ImageRef)
        /// How often the trigger has fired.
        case event(UInt64)

        /// The alternative's name in the schema.
        public var name: String {
            switch self {
            case .float: "float_value"
            case .bool: "bool_value"
            case .long: "long_value"
            case .point2D: "point_value"
            case .color: "color_value"
            case .text: "text_value"
            case .image: "image_value"
            case .event: "event_value"
            }
        }

        /// The names of all alternatives.
        public static let names: [String] = [
            "float_value",
            "bool_value",
            "long_value",
            "point_value",
            "color_value",
            "text_value",
            "image_value",
            "event_value",
        ]
    }

    /// Which of them; nil: none, or one this build does not know.
    public var kind: Kind? = nil

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        kind: Kind? = nil
    ) {
        self.kind = kind
    }
}

extension ParameterValue: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "ParameterValue" }

    typealias Raw = Holdover__ParameterValue

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__parameter_value__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__parameter_value__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__parameter_value__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__parameter_value__init(raw)
        try lowerKind(into: raw, arena)
        return raw
    }

    private func lowerKind(
        into raw: UnsafeMutablePointer<Raw>, _ arena: WireArena
    ) throws(WireError) {
        switch kind {
        case .float(let value):
            raw.pointee.float_value = value
            raw.pointee.kind_case = HOLDOVER__PARAMETER_VALUE__KIND_FLOAT_VALUE
        case .bool(let value):
            raw.pointee.bool_value = value ? 1 : 0
            raw.pointee.kind_case = HOLDOVER__PARAMETER_VALUE__KIND_BOOL_VALUE
        case .long(let value):
            raw.pointee.long_value = value
            raw.pointee.kind_case = HOLDOVER__PARAMETER_VALUE__KIND_LONG_VALUE
        case .point2D(let value):
            raw.pointee.point_value = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__PARAMETER_VALUE__KIND_POINT_VALUE
        case .color(let value):
            raw.pointee.color_value = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__PARAMETER_VALUE__KIND_COLOR_VALUE
        case .text(let value):
            raw.pointee.text_value = try arena.text(value)
            raw.pointee.kind_case = HOLDOVER__PARAMETER_VALUE__KIND_TEXT_VALUE
        case .image(let value):
            raw.pointee.image_value = try value.lower(into: arena)
            raw.pointee.kind_case = HOLDOVER__PARAMETER_VALUE__KIND_IMAGE_VALUE
        case .event(let value):
            raw.pointee.event_value = value
            raw.pointee.kind_case = HOLDOVER__PARAMETER_VALUE__KIND_EVENT_VALUE
        case nil: break
        }
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        kind = try Self.raiseKind(raw)
    }

    private static func raiseKind(
        _ raw: UnsafeMutablePointer<Raw>
    ) throws(WireError) -> Kind? {
        switch raw.pointee.kind_case {
        case HOLDOVER__PARAMETER_VALUE__KIND_FLOAT_VALUE:
            .float(raw.pointee.float_value)
        case HOLDOVER__PARAMETER_VALUE__KIND_BOOL_VALUE:
            .bool(raw.pointee.bool_value != 0)
        case HOLDOVER__PARAMETER_VALUE__KIND_LONG_VALUE:
            .long(raw.pointee.long_value)
        case HOLDOVER__PARAMETER_VALUE__KIND_POINT_VALUE:
            try .point2D(Point2D(raising: wirePointer(raw.pointee.point_value)))
        case HOLDOVER__PARAMETER_VALUE__KIND_COLOR_VALUE:
            try .color(Color(raising: wirePointer(raw.pointee.color_value)))
        case HOLDOVER__PARAMETER_VALUE__KIND_TEXT_VALUE:
            try .text(wireText(raw.pointee.text_value))
        case HOLDOVER__PARAMETER_VALUE__KIND_IMAGE_VALUE:
            try .image(ImageRef(raising: wirePointer(raw.pointee.image_value)))
        case HOLDOVER__PARAMETER_VALUE__KIND_EVENT_VALUE:
            .event(raw.pointee.event_value)
        default: nil
        }
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        switch kind {
        case .float(let value):
            json.key("float")
            json.value(value)
        case .bool(let value):
            json.key("bool")
            json.value(value)
        case .long(let value):
            json.key("long")
            json.value(value)
        case .point2D(let value):
            json.key("point2D")
            value.writeJSON(to: &json)
        case .color(let value):
            json.key("color")
            value.writeJSON(to: &json)
        case .text(let value):
            json.key("text")
            json.value(value)
        case .image(let value):
            json.key("image")
            value.writeJSON(to: &json)
        case .event(let value):
            json.key("event")
            json.value(value)
        case nil: break
        }
        json.endObject()
    }
}
