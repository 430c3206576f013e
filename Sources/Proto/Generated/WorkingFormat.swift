// Written by tools/generate-proto from Sources/Proto/schema. Do not edit.
internal import CProto

/// The format all layers are drawn in.
public struct WorkingFormat: Sendable, Hashable {
    /// Pixels.
    public var width: UInt32 = 0
    /// Lines.
    public var height: UInt32 = 0
    /// Output frames: numerator.
    public var rateNumerator: UInt32 = 0
    /// Output frames: denominator.
    public var rateDenominator: UInt32 = 0
    /// Bits.
    public var depth: WorkingDepth = .rgba16f
    /// Transfer.
    public var transfer: WorkingTransfer = .nonLinear

    /// Makes one with every field at its default.
    public init() {}

    /// Makes one; whatever is not given has its default.
    public init(
        width: UInt32 = 0,
        height: UInt32 = 0,
        rateNumerator: UInt32 = 0,
        rateDenominator: UInt32 = 0,
        depth: WorkingDepth = .rgba16f,
        transfer: WorkingTransfer = .nonLinear
    ) {
        self.width = width
        self.height = height
        self.rateNumerator = rateNumerator
        self.rateDenominator = rateDenominator
        self.depth = depth
        self.transfer = transfer
    }
}

extension WorkingFormat: WireMessage {
    /// The message's name in the schema.
    public static var wireName: String { "WorkingFormat" }

    typealias Raw = Holdover__WorkingFormat

    /// The bytes on the wire. Throws when a text cannot be carried or it is too long.
    public func encoded(limit: Int) throws(WireError) -> [UInt8] {
        let arena = WireArena()
        defer { arena.destroy() }
        let raw = try lower(into: arena)
        let size = holdover__working_format__get_packed_size(raw)
        guard size <= limit else { throw .tooLong(byteCount: size, limit: limit) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = holdover__working_format__pack(raw, buffer.baseAddress)
        }
    }

    /// Reads the bytes of one message. Throws when they are none.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(WireError) {
        let arena = WireArena()
        defer { arena.destroy() }
        let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let unpacked = holdover__working_format__unpack(
            arena.allocator, bytes.count, start)
        guard let raw = unpacked else { throw .malformed(Self.wireName) }
        try self.init(raising: raw)
    }

    func lower(into arena: WireArena) throws(WireError)
        -> UnsafeMutablePointer<Raw>
    {
        let raw = arena.allocate(Raw.self)
        holdover__working_format__init(raw)
        raw.pointee.width = self.width
        raw.pointee.height = self.height
        raw.pointee.rate_numerator = self.rateNumerator
        raw.pointee.rate_denominator = self.rateDenominator
        raw.pointee.depth = self.depth.lowered
        raw.pointee.transfer = self.transfer.lowered
        return raw
    }

    init(raising raw: UnsafeMutablePointer<Raw>) throws(WireError) {
        self.init()
        width = raw.pointee.width
        height = raw.pointee.height
        rateNumerator = raw.pointee.rate_numerator
        rateDenominator = raw.pointee.rate_denominator
        depth = WorkingDepth(raising: raw.pointee.depth)
        transfer = WorkingTransfer(raising: raw.pointee.transfer)
    }

    /// Writes the message as a JSON object.
    public func writeJSON(to json: inout JSONText) {
        json.beginObject()
        json.key("width")
        json.value(self.width)
        json.key("height")
        json.value(self.height)
        json.key("rateNumerator")
        json.value(self.rateNumerator)
        json.key("rateDenominator")
        json.value(self.rateDenominator)
        json.key("depth")
        json.value(self.depth.name)
        json.key("transfer")
        json.value(self.transfer.name)
        json.endObject()
    }
}
