// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// Immutable, numbered and complete: all that is needed to draw.
public struct Snapshot: Sendable, Hashable {
    /// Which state it is of.
    public var version: StateVersion = StateVersion()
    /// Programme or preview.
    public var stack: Stack = .programme
    /// Output frame index at which it takes effect.
    public var effectiveIndex: Int64 = 0
    /// Below the bottom layer.
    public var background: Color = Color()
    /// What to draw in.
    public var workingFormat: WorkingFormat = WorkingFormat()
    /// Bottom to top.
    public var layers: [SnapshotLayer] = []
    /// Present while a timed transition lasts.
    public var outgoing: OutgoingStack? = nil
    /// What this change asked the renderer to reset.
    public var resetScope: RenderResetScope = .none

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        version: StateVersion = StateVersion(),
        stack: Stack = .programme,
        effectiveIndex: Int64 = 0,
        background: Color = Color(),
        workingFormat: WorkingFormat = WorkingFormat(),
        layers: [SnapshotLayer] = [],
        outgoing: OutgoingStack? = nil,
        resetScope: RenderResetScope = .none
    ) {
        self.version = version
        self.stack = stack
        self.effectiveIndex = effectiveIndex
        self.background = background
        self.workingFormat = workingFormat
        self.layers = layers
        self.outgoing = outgoing
        self.resetScope = resetScope
    }
}

extension Snapshot: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "Snapshot" }

    typealias Raw = Holdover__Snapshot

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__snapshot__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__snapshot__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__snapshot__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__snapshot__init(raw)
        raw.pointee.version = try self.version.lower(into: arena)
        raw.pointee.stack = self.stack.lowered
        raw.pointee.effective_index = self.effectiveIndex
        raw.pointee.background = try self.background.lower(into: arena)
        raw.pointee.working_format = try self.workingFormat.lower(into: arena)
        raw.pointee.n_layers = self.layers.count
        raw.pointee.layers = try arena.pointers(self.layers) {
            item throws(WireError) in try item.lower(into: arena)
        }
        raw.pointee.outgoing = try self.outgoing?.lower(into: arena)
        raw.pointee.reset_scope = self.resetScope.lowered
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        if let value = raw.pointee.version {
            self.version = try StateVersion(raising: value)
        }
        stack = Stack(raising: raw.pointee.stack)
        effectiveIndex = raw.pointee.effective_index
        if let value = raw.pointee.background {
            self.background = try Color(raising: value)
        }
        if let value = raw.pointee.working_format {
            self.workingFormat = try WorkingFormat(raising: value)
        }
        layers = try wireArray(raw.pointee.layers, raw.pointee.n_layers) {
            item throws(WireError) in try SnapshotLayer(raising: wirePointer(item))
        }
        if let value = raw.pointee.outgoing {
            self.outgoing = try OutgoingStack(raising: value)
        }
        resetScope = RenderResetScope(raising: raw.pointee.reset_scope)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("version")
        self.version.writeJSON(to: &json)
        json.key("stack")
        json.value(self.stack.name)
        json.key("effectiveIndex")
        json.value(self.effectiveIndex)
        json.key("background")
        self.background.writeJSON(to: &json)
        json.key("workingFormat")
        self.workingFormat.writeJSON(to: &json)
        json.array("layers", self.layers) { json, item in
            item.writeJSON(to: &json)
        }
        if let value = self.outgoing {
            json.key("outgoing")
            value.writeJSON(to: &json)
        }
        json.key("resetScope")
        json.value(self.resetScope.name)
        json.endObject()
    }
}
