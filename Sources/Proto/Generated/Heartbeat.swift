// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// A process is alive.
public struct Heartbeat: Sendable, Hashable {
    /// Its process id.
    public var pid: UInt32 = 0
    /// Since it started.
    public var uptimeNanoseconds: UInt64 = 0
    /// E.g. "ready".
    public var phase: String = ""
    /// Turns of its working loop.
    public var loopCount: UInt64 = 0
    /// Memory.
    public var residentBytes: UInt64 = 0

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        pid: UInt32 = 0,
        uptimeNanoseconds: UInt64 = 0,
        phase: String = "",
        loopCount: UInt64 = 0,
        residentBytes: UInt64 = 0
    ) {
        self.pid = pid
        self.uptimeNanoseconds = uptimeNanoseconds
        self.phase = phase
        self.loopCount = loopCount
        self.residentBytes = residentBytes
    }
}

extension Heartbeat: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "Heartbeat" }

    typealias Raw = Holdover__Heartbeat

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__heartbeat__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__heartbeat__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__heartbeat__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__heartbeat__init(raw)
        raw.pointee.pid = self.pid
        raw.pointee.uptime_nanoseconds = self.uptimeNanoseconds
        raw.pointee.phase = try arena.text(self.phase)
        raw.pointee.loop_count = self.loopCount
        raw.pointee.resident_bytes = self.residentBytes
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        pid = raw.pointee.pid
        uptimeNanoseconds = raw.pointee.uptime_nanoseconds
        phase = try wireText(raw.pointee.phase)
        loopCount = raw.pointee.loop_count
        residentBytes = raw.pointee.resident_bytes
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("pid")
        json.value(self.pid)
        json.key("uptimeNanoseconds")
        json.value(self.uptimeNanoseconds)
        json.key("phase")
        json.value(self.phase)
        json.key("loopCount")
        json.value(self.loopCount)
        json.key("residentBytes")
        json.value(self.residentBytes)
        json.endObject()
    }
}
