// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Where one image input of a layer comes from.
public struct InputBinding: Sendable, Hashable {
    /// The alternatives of `source`.
    public enum Source: Sendable, Hashable {
        /// The composite of the layers below.
        case below(PictureBelow)
        /// Video input number, from 1.
        case input(UInt32)
        /// The output of another layer, by id.
        case layer(String)
        /// A picture of the library.
        case image(ImageRef)
        /// Unbound: transparent.
        case nothing(NoPicture)

        /// The alternative's name in the schema.
        public var name: String {
            switch self {
            case .below: "below"
            case .input: "input"
            case .layer: "layer"
            case .image: "image"
            case .nothing: "nothing"
            }
        }

        /// The names of all alternatives.
        public static let names: [String] = [
            "below",
            "input",
            "layer",
            "image",
            "nothing",
        ]
    }

    /// The ISF image input name, e.g. "inputImage".
    public var parameter: String = ""
    /// Which of them; nil: none, or one this build does not know.
    public var source: Source? = nil

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        parameter: String = "",
        source: Source? = nil
    ) {
        self.parameter = parameter
        self.source = source
    }
}

extension InputBinding: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "InputBinding" }

    typealias Raw = Holdover__InputBinding

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__input_binding__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__input_binding__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__input_binding__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__input_binding__init(raw)
        raw.pointee.parameter = try arena.text(self.parameter)
        try lowerSource(into: raw, arena)
        return raw
    }

    private func lowerSource(
        into raw: UnsafeMutablePointer<Raw>, _ arena: WireArena
    ) throws(WireError) {
        switch source {
        case .below(let value):
            raw.pointee.below = try value.lower(into: arena)
            raw.pointee.source_case = HOLDOVER__INPUT_BINDING__SOURCE_BELOW
        case .input(let value):
            raw.pointee.input = value
            raw.pointee.source_case = HOLDOVER__INPUT_BINDING__SOURCE_INPUT
        case .layer(let value):
            raw.pointee.layer = try arena.text(value)
            raw.pointee.source_case = HOLDOVER__INPUT_BINDING__SOURCE_LAYER
        case .image(let value):
            raw.pointee.image = try value.lower(into: arena)
            raw.pointee.source_case = HOLDOVER__INPUT_BINDING__SOURCE_IMAGE
        case .nothing(let value):
            raw.pointee.nothing = try value.lower(into: arena)
            raw.pointee.source_case = HOLDOVER__INPUT_BINDING__SOURCE_NOTHING
        case nil: break
        }
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        parameter = try wireText(raw.pointee.parameter)
        source = try Self.raiseSource(raw)
    }

    private static func raiseSource(
        _ raw: UnsafeMutablePointer<Raw>
    ) throws(WireError) -> Source? {
        switch raw.pointee.source_case {
        case HOLDOVER__INPUT_BINDING__SOURCE_BELOW:
            try .below(PictureBelow(raising: wirePointer(raw.pointee.below)))
        case HOLDOVER__INPUT_BINDING__SOURCE_INPUT:
            .input(raw.pointee.input)
        case HOLDOVER__INPUT_BINDING__SOURCE_LAYER:
            try .layer(wireText(raw.pointee.layer))
        case HOLDOVER__INPUT_BINDING__SOURCE_IMAGE:
            try .image(ImageRef(raising: wirePointer(raw.pointee.image)))
        case HOLDOVER__INPUT_BINDING__SOURCE_NOTHING:
            try .nothing(NoPicture(raising: wirePointer(raw.pointee.nothing)))
        default: nil
        }
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("parameter")
        json.value(self.parameter)
        switch source {
        case .below(let value):
            json.key("below")
            value.writeJSON(to: &json)
        case .input(let value):
            json.key("input")
            json.value(value)
        case .layer(let value):
            json.key("layer")
            json.value(value)
        case .image(let value):
            json.key("image")
            value.writeJSON(to: &json)
        case .nothing(let value):
            json.key("nothing")
            value.writeJSON(to: &json)
        case nil: break
        }
        json.endObject()
    }
}
