public import Common
import Foundation

/// Reads the slot log of an instance, also while it is being written.
public struct SlotLogReader: Sendable {
    /// Where the files lie: the instance's state directory.
    public let directory: String

    /// A reader of the log in `directory`.
    public init(directory: String) { self.directory = directory }

    /// Calls `body` for each record in the order they were written, oldest first, until it says false.
    /// With `from`, older slots are left out. Damaged and half-written records are skipped. Throws where a file cannot be read.
    public func forEach(
        from first: FrameIndex? = nil, _ body: (SlotLogRecord) -> Bool
    ) throws(SlotLogError) {
        for number in SlotLogFiles.numbers(in: directory) {
            let path = SlotLogFiles.path(directory, number)
            let data: Data
            do {
                data = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
            } catch {
                // Rotated away between the listing and now.
                if !FileManager.default.fileExists(atPath: path) { continue }
                throw .system(path: path, operation: "read", code: EIO)
            }
            let goesOn = data.withUnsafeBytes { Self.read($0, from: first, body) }
            if !goesOn { return }
        }
    }

    /// All records from `first` on; for tests and short logs.
    public func records(from first: FrameIndex? = nil) throws(SlotLogError) -> [SlotLogRecord] {
        var records: [SlotLogRecord] = []
        try forEach(from: first) {
            records.append($0)
            return true
        }
        return records
    }

    private static func read(
        _ file: UnsafeRawBufferPointer, from first: FrameIndex?, _ body: (SlotLogRecord) -> Bool
    ) -> Bool {
        guard SlotLogFiles.isHeader(file) else { return true }
        var offset = SlotLogFiles.headerByteCount
        while offset + SlotLogRecord.byteCount <= file.count {
            let bytes = UnsafeRawBufferPointer(
                rebasing: file[offset..<offset + SlotLogRecord.byteCount])
            offset += SlotLogRecord.byteCount
            guard let record = SlotLogRecord(bytes) else { continue }
            if let first, record.slot.index + (record.count - 1) < first { continue }
            if !body(record) { return false }
        }
        return true
    }
}
