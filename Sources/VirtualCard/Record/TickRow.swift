internal import Common

/// A tick record as it lies in shared memory and in the log file: 96 bytes, host byte order.
struct TickRow: BitwiseCopyable, Equatable {
    static let byteCount = 96
    /// Stands for nil in 8-bit and 64-bit fields.
    static let absent8: UInt8 = 255
    static let absent64 = Int64.min

    /// 2 × tick + 1 while it is written, 2 × tick + 2 when whole.
    var sequence: UInt64
    var tick: Int64
    var instantNanoseconds: Int64
    var index: Int64
    var displayedIndex: Int64
    var inputIndex: Int64
    var inputFrameNumber: Int64
    var snapshotVersion: UInt64
    var recordedFrame: Int64
    var audioSampleCount: UInt32
    var source: UInt8
    var result: UInt8
    var isHeld: UInt8
    var reserved: UInt8
    var padding: (UInt64, UInt64)

    init(_ record: TickRecord) {
        sequence = UInt64(record.tick) * 2 + 2
        tick = record.tick
        instantNanoseconds = record.instantNanoseconds
        index = record.index ?? Self.absent64
        displayedIndex = record.displayedIndex ?? Self.absent64
        inputIndex = record.inputIndex ?? Self.absent64
        inputFrameNumber = record.inputFrameNumber ?? Self.absent64
        snapshotVersion = record.snapshotVersion
        recordedFrame = record.recordedFrame ?? Self.absent64
        audioSampleCount = UInt32(record.audioSampleCount)
        source = record.source.map { UInt8($0.rawValue) } ?? Self.absent8
        result = record.result?.rawValue ?? Self.absent8
        isHeld = record.isHeld ? 1 : 0
        reserved = 0
        padding = (0, 0)
    }

    /// The record, or nil when the row is empty, half written or of another tick.
    func record(expecting wanted: Int64? = nil) -> TickRecord? {
        guard tick >= 0, sequence == UInt64(tick) &* 2 &+ 2, wanted == nil || wanted == tick else {
            return nil
        }
        func optional(_ value: Int64) -> Int64? { value == Self.absent64 ? nil : value }
        return TickRecord(
            tick: tick, instantNanoseconds: instantNanoseconds, index: optional(index),
            source: source == Self.absent8 ? nil : SlotSource(rawValue: UInt32(source)),
            result: result == Self.absent8 ? nil : CardResult(rawValue: result),
            isHeld: isHeld != 0, displayedIndex: optional(displayedIndex),
            inputIndex: optional(inputIndex), inputFrameNumber: optional(inputFrameNumber),
            snapshotVersion: snapshotVersion, recordedFrame: optional(recordedFrame),
            audioSampleCount: Int(audioSampleCount))
    }

    static func == (a: TickRow, b: TickRow) -> Bool { a.record() == b.record() }
}
