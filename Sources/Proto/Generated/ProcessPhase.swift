// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// How a process is doing as a whole.
public struct ProcessPhase: Sendable, Hashable {
    /// E.g. "outputd".
    public var process: String = ""
    /// E.g. "starting", "ready", "stopping".
    public var phase: String = ""
    /// Its process id.
    public var pid: UInt32 = 0
    /// Its build.
    public var version: String = ""
    /// A sentence.
    public var detail: String = ""

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        process: String = "",
        phase: String = "",
        pid: UInt32 = 0,
        version: String = "",
        detail: String = ""
    ) {
        self.process = process
        self.phase = phase
        self.pid = pid
        self.version = version
        self.detail = detail
    }
}

extension ProcessPhase: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "ProcessPhase" }

    typealias Raw = Holdover__ProcessPhase

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__process_phase__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__process_phase__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__process_phase__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__process_phase__init(raw)
        raw.pointee.process = try arena.text(self.process)
        raw.pointee.phase = try arena.text(self.phase)
        raw.pointee.pid = self.pid
        raw.pointee.version = try arena.text(self.version)
        raw.pointee.detail = try arena.text(self.detail)
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        process = try wireText(raw.pointee.process)
        phase = try wireText(raw.pointee.phase)
        pid = raw.pointee.pid
        version = try wireText(raw.pointee.version)
        detail = try wireText(raw.pointee.detail)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("process")
        json.value(self.process)
        json.key("phase")
        json.value(self.phase)
        json.key("pid")
        json.value(self.pid)
        json.key("version")
        json.value(self.version)
        json.key("detail")
        json.value(self.detail)
        json.endObject()
    }
}
