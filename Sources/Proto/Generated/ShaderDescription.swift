// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// What a shader package is.
public struct ShaderDescription: Sendable, Hashable {
    /// Package id.
    public var id: String = ""
    /// What to show.
    public var name: String = ""
    /// Source file.
    public var path: String = ""
    /// Changes with the source.
    public var generation: UInt64 = 0
    /// From the file.
    public var description: String = ""
    /// From the file.
    public var credit: String = ""
    /// From the file.
    public var categories: [String] = []
    /// Has an inputImage.
    public var isFilter: Bool = false
    /// Its parameters.
    public var parameters: [ParameterDefinition] = []
    /// How its build stands.
    public var build: BuildState = .unknown
    /// What is wrong with it; empty: nothing.
    public var error: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        id: String = "",
        name: String = "",
        path: String = "",
        generation: UInt64 = 0,
        description: String = "",
        credit: String = "",
        categories: [String] = [],
        isFilter: Bool = false,
        parameters: [ParameterDefinition] = [],
        build: BuildState = .unknown,
        error: String = ""
    ) {
        self.id = id
        self.name = name
        self.path = path
        self.generation = generation
        self.description = description
        self.credit = credit
        self.categories = categories
        self.isFilter = isFilter
        self.parameters = parameters
        self.build = build
        self.error = error
    }
}

extension ShaderDescription: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "ShaderDescription" }

    typealias Raw = Holdover__ShaderDescription

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__shader_description__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__shader_description__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__shader_description__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__shader_description__init(raw)
        raw.pointee.id = try arena.text(self.id)
        raw.pointee.name = try arena.text(self.name)
        raw.pointee.path = try arena.text(self.path)
        raw.pointee.generation = self.generation
        raw.pointee.description = try arena.text(self.description)
        raw.pointee.credit = try arena.text(self.credit)
        raw.pointee.n_categories = self.categories.count
        raw.pointee.categories = try arena.pointers(self.categories) {
            item throws(WireError) in try arena.text(item)
        }
        raw.pointee.is_filter = self.isFilter ? 1 : 0
        raw.pointee.n_parameters = self.parameters.count
        raw.pointee.parameters = try arena.pointers(self.parameters) {
            item throws(WireError) in try item.lower(into: arena)
        }
        raw.pointee.build = self.build.lowered
        raw.pointee.error = try arena.text(self.error)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        id = try wireText(raw.pointee.id)
        name = try wireText(raw.pointee.name)
        path = try wireText(raw.pointee.path)
        generation = raw.pointee.generation
        description = try wireText(raw.pointee.description)
        credit = try wireText(raw.pointee.credit)
        categories = try wireArray(raw.pointee.categories, raw.pointee.n_categories) {
            item throws(WireError) in try wireText(item)
        }
        isFilter = raw.pointee.is_filter != 0
        parameters = try wireArray(raw.pointee.parameters, raw.pointee.n_parameters) {
            item throws(WireError) in try ParameterDefinition(raising: wirePointer(item))
        }
        build = BuildState(raising: raw.pointee.build)
        error = try wireText(raw.pointee.error)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("id")
        json.value(self.id)
        json.key("name")
        json.value(self.name)
        json.key("path")
        json.value(self.path)
        json.key("generation")
        json.value(self.generation)
        json.key("description")
        json.value(self.description)
        json.key("credit")
        json.value(self.credit)
        json.array("categories", self.categories) { json, item in
            json.value(item)
        }
        json.key("isFilter")
        json.value(self.isFilter)
        json.array("parameters", self.parameters) { json, item in
            item.writeJSON(to: &json)
        }
        json.key("build")
        json.value(self.build.name)
        json.key("error")
        json.value(self.error)
        json.endObject()
    }
}
