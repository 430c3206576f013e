import Foundation

/// Writes the slot log of an instance into its state directory. Owned by one thread, never the
/// playout thread: a disk may stand still for seconds.
///
/// Each start begins a new file; a full one is followed by the next, and the oldest go once all
/// together exceed the bound. Worked example: 96 bytes a slot at 50 fps are 17 MB an hour; with 16 MiB
/// files and 24 of them the log holds about a day.
public final class SlotLogWriter {
    private let directory: String
    private let fileByteCountMax: Int
    private let fileCountMax: Int
    private var number: Int
    private var descriptor: Int32 = -1
    private var path = ""
    private var byteCount = 0
    private var pending: [UInt8] = []

    /// Begins the next file in `directory`. Throws where it cannot be made.
    public init(
        directory: String, fileByteCountMax: Int = 16 << 20, fileCountMax: Int = 24
    ) throws(SlotLogError) {
        self.directory = directory
        self.fileByteCountMax = max(fileByteCountMax, 4096)
        self.fileCountMax = max(fileCountMax, 2)
        number = (SlotLogFiles.numbers(in: directory).last ?? 0) + 1
        pending.reserveCapacity(SlotLogRecord.byteCount * 256)
        try openFile()
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Adds a record; it reaches the file with `flush`.
    public func append(_ record: SlotLogRecord) {
        let start = pending.count
        pending.append(contentsOf: repeatElement(0, count: SlotLogRecord.byteCount))
        pending.withUnsafeMutableBytes {
            record.write(to: UnsafeMutableRawBufferPointer(rebasing: $0[start...]))
        }
    }

    /// Writes what was added, and goes on to the next file when this one is full. Throws where the
    /// file cannot be written; what was added is then lost.
    public func flush() throws(SlotLogError) {
        guard !pending.isEmpty else { return }
        defer { pending.removeAll(keepingCapacity: true) }
        var sent = 0
        while sent < pending.count {
            let count = pending.withUnsafeBytes { bytes in
                write(descriptor, bytes.baseAddress?.advanced(by: sent), bytes.count - sent)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw .system(path: path, operation: "write", code: errno)
            }
            sent += count
        }
        byteCount += sent
        guard byteCount >= fileByteCountMax else { return }
        number += 1
        try openFile()
    }

    private func openFile() throws(SlotLogError) {
        if descriptor >= 0 { close(descriptor) }
        path = SlotLogFiles.path(directory, number)
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else {
            throw .system(path: path, operation: "create", code: errno)
        }
        let header = SlotLogFiles.header()
        guard write(descriptor, header, header.count) == header.count else {
            let code = errno
            // An empty file is no log, and a full disk would gather one for each try.
            unlink(path)
            throw .system(path: path, operation: "write", code: code)
        }
        byteCount = header.count
        dropOldest()
    }

    /// Bounded by bytes, with room for the many short files that a crash loop makes.
    private func dropOldest() {
        var room = fileByteCountMax * (fileCountMax - 1)
        for old in SlotLogFiles.numbers(in: directory).dropLast().reversed() {
            let path = SlotLogFiles.path(directory, old)
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            room -= (attributes?[.size] as? Int) ?? fileByteCountMax
            if room < 0 || number - old > 1_000 { unlink(path) }
        }
    }
}
