import Common
import Foundation
import Frames
import TestKit
import Testing

/// The slot log on a real disk.
@Suite struct SlotLogTests {
    private func record(_ index: Int64, count: Int = 1) -> SlotLogRecord {
        SlotLogRecord(
            slot: SlotRecord(
                index: FrameIndex(index), timelineEpoch: 9, source: .repeat,
                displayedIndex: FrameIndex(index - 3), snapshotVersion: 4, inputIndex: nil,
                inputFrameNumber: index % 7 == 0 ? nil : index,
                scheduledAt: MonotonicInstant(nanoseconds: index * 10), flags: [.forced, .silent],
                result: .late, lostCause: .scheduledLate,
                completedAt: MonotonicInstant(nanoseconds: index * 10 + 5)),
            count: count, wallNanoseconds: 1_700_000_000_000_000_000 + index)
    }

    @Test("What is written is read back, in order, from any slot on")
    func roundTrip() throws {
        let instance = try TestInstance()
        let writer = try SlotLogWriter(directory: instance.paths.state)
        let records = (0..<1_000).map { record(Int64($0)) } + [record(1_000, count: 50)]
        for record in records { writer.append(record) }
        try writer.flush()
        let reader = SlotLogReader(directory: instance.paths.state)
        #expect(try reader.records() == records)
        #expect(try reader.records(from: FrameIndex(990)).first?.slot.index == FrameIndex(990))
        // A run is found by any slot in it.
        #expect(try reader.records(from: FrameIndex(1_049)) == [record(1_000, count: 50)])
        #expect(try reader.records(from: FrameIndex(1_050)).isEmpty)
    }

    @Test("Files are rotated and the oldest go, so that the log stays within its bound")
    func bounded() throws {
        let instance = try TestInstance()
        let writer = try SlotLogWriter(
            directory: instance.paths.state, fileByteCountMax: 4_096, fileCountMax: 3)
        for index in Int64(0)..<2_000 {
            writer.append(record(index))
            if index % 20 == 19 { try writer.flush() }
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: instance.paths.state)
        let bytes = files.reduce(0) {
            let path = instance.paths.state + "/" + $1
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            return $0 + ((attributes?[.size] as? Int) ?? 0)
        }
        #expect(bytes <= 4 * (4_096 + 20 * 96))
        let kept = try SlotLogReader(directory: instance.paths.state).records()
        #expect(kept.last == record(1_999))
        let indexes = kept.map(\.slot.index.value)
        #expect(indexes == Array(2_000 - Int64(kept.count)..<2_000))
    }

    @Test("A torn end and a damaged record cost themselves and nothing else")
    func damage() throws {
        let instance = try TestInstance()
        let writer = try SlotLogWriter(directory: instance.paths.state)
        for index in Int64(0)..<10 { writer.append(record(index)) }
        try writer.flush()
        let path = instance.paths.state + "/slots-1.log"
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        bytes[32 + 96 * 4 + 8] ^= 0xFF
        bytes.removeLast(40)
        try bytes.write(to: URL(fileURLWithPath: path))
        try Data("nonsense".utf8).write(
            to: URL(fileURLWithPath: instance.paths.state + "/slots-0.log"))
        let second = try SlotLogWriter(directory: instance.paths.state)
        second.append(record(10))
        try second.flush()
        let read = try SlotLogReader(directory: instance.paths.state).records()
        #expect(read.map(\.slot.index.value) == [0, 1, 2, 3, 5, 6, 7, 8, 10])
    }

    @Test("A folder that cannot be written is one clear error")
    func unwritable() throws {
        #expect(throws: SlotLogError.self) { try SlotLogWriter(directory: "/proc/nowhere") }
    }
}
