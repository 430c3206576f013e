import Common

/// One line of the slot log: the final word on a slot, or on a run of slots for which nothing was
/// scheduled. 96 bytes in a file; see docs/PLAYOUT.md.
public struct SlotLogRecord: Sendable, Hashable {
    /// What was aired and what became of it; for a run, of its first slot.
    public var slot: SlotRecord
    /// Slots in a row that share this record; 1 unless nothing was scheduled for them.
    public var count: Int
    /// Wall clock when it was written, ns since 1970. For people.
    public var wallNanoseconds: Int64

    /// Bundles a record.
    public init(slot: SlotRecord, count: Int = 1, wallNanoseconds: Int64) {
        self.slot = slot
        self.count = count
        self.wallNanoseconds = wallNanoseconds
    }

    static let byteCount = 96
    private static let none = Int64.min

    func write(to bytes: UnsafeMutableRawBufferPointer) {
        func put(_ value: Int64, _ offset: Int) {
            bytes.storeBytes(of: value.littleEndian, toByteOffset: offset, as: Int64.self)
        }
        func put(_ value: UInt32, _ offset: Int) {
            bytes.storeBytes(of: value.littleEndian, toByteOffset: offset, as: UInt32.self)
        }
        put(slot.index.value, 0)
        put(Int64(bitPattern: slot.timelineEpoch), 8)
        put(slot.displayedIndex?.value ?? Self.none, 16)
        put(Int64(bitPattern: slot.snapshotVersion), 24)
        put(slot.inputIndex?.value ?? Self.none, 32)
        put(slot.inputFrameNumber ?? Self.none, 40)
        put(slot.scheduledAt.nanoseconds, 48)
        put(slot.completedAt?.nanoseconds ?? Self.none, 56)
        put(wallNanoseconds, 64)
        put(UInt32(clamping: count), 72)
        put(slot.flags.rawValue, 76)
        bytes[80] = UInt8(truncatingIfNeeded: slot.source.rawValue)
        bytes[81] = UInt8(truncatingIfNeeded: slot.result.rawValue)
        bytes[82] = UInt8(truncatingIfNeeded: slot.lostCause.rawValue)
        bytes[83] = 0
        put(UInt32(0), 84)
        put(UInt32(0), 88)
        put(Self.checksum(UnsafeRawBufferPointer(rebasing: bytes[..<92])), 92)
    }

    /// Nil for bytes that are no whole record: the torn end of a file, or damage.
    init?(_ bytes: UnsafeRawBufferPointer) {
        func get(_ offset: Int) -> Int64 {
            Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int64.self))
        }
        func get32(_ offset: Int) -> UInt32 {
            UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        }
        func optional(_ offset: Int) -> Int64? { get(offset) == Self.none ? nil : get(offset) }
        guard bytes.count == Self.byteCount,
            get32(92) == Self.checksum(UnsafeRawBufferPointer(rebasing: bytes[..<92])),
            let source = SlotSource(rawValue: UInt32(bytes[80])),
            let result = SlotResult(rawValue: UInt32(bytes[81])),
            let cause = LostCause(rawValue: UInt32(bytes[82]))
        else { return nil }
        slot = SlotRecord(
            index: FrameIndex(get(0)), timelineEpoch: UInt64(bitPattern: get(8)), source: source,
            displayedIndex: optional(16).map { FrameIndex($0) },
            snapshotVersion: UInt64(bitPattern: get(24)),
            inputIndex: optional(32).map { FrameIndex($0) }, inputFrameNumber: optional(40),
            scheduledAt: MonotonicInstant(nanoseconds: get(48)),
            flags: SlotFlags(rawValue: get32(76)), result: result, lostCause: cause,
            completedAt: optional(56).map { MonotonicInstant(nanoseconds: $0) })
        count = Int(get32(72))
        wallNanoseconds = get(64)
    }

    /// FNV-1a: enough to tell a torn record from a whole one.
    private static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        bytes.reduce(0x811C_9DC5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
    }
}
