internal import CoordinatorDecision
internal import Foundation
internal import Glibc

/// Lines of the as-run log that are decided and not known to be in the store: two files in the runtime
/// directory, which is memory, so that a death of the process on a full disk loses none of them. Lines are
/// appended to one file; once it is of some length and the store has everything in the other, that one is
/// emptied and goes on. So under a storm that never ends neither grows beyond what waits. Owned by the
/// checkpoint thread once the start has read it.
///
/// Layout of a line: payload byte count (8 bytes), checksum (8), then the payload; numbers little-endian. The
/// payload is a list of blobs: store, number, run, wall clock, index, kind, text, operation, principal, detail.
struct AsRunFile {
    /// A file that is longer than this gives way to the other one as soon as that is stored.
    static let turnByteCount = 1 << 20
    /// What a file may hold: days of a run, minutes of an alarm storm.
    static let byteCountMax = 32 << 20

    private struct File {
        let path: String
        var byteCount = 0
        /// The newest line in it; 0: none.
        var lastLine: UInt64 = 0
    }
    private var files: [File]
    private var current = 0
    /// What found no room: tried again with the next checkpoint.
    private var unwritten = (bytes: Data(), lastLine: UInt64(0))
    /// More than that is not kept beside the files.
    private static let unwrittenByteCountMax = 4 << 20
    /// Every line found at the start.
    private let found: [(store: String, line: AsRunLine)]

    /// The files in `directory`, with what a former process left there.
    init(directory: String) {
        var all: [(store: String, line: AsRunLine)] = []
        files = ["as-run.a", "as-run.b"].map { name in
            let path = directory + "/" + name
            let (lines, byteCount) = Self.lines(at: path)
            all += lines
            return File(
                path: path, byteCount: byteCount, lastLine: lines.last?.line.number ?? 0)
        }
        found = all.sorted { $0.line.number < $1.line.number }
        current = files[0].lastLine >= files[1].lastLine ? 0 : 1
    }

    /// What was found for a store, oldest first.
    func read(store: String) -> [AsRunLine] {
        found.filter { $0.store == store }.map(\.line)
    }

    /// Leaves exactly `lines` of `store`, once a start has judged what it found: a line that no decision
    /// stands behind must not come back at a later start, when newer ones do. Where there is no room
    /// everything stays as it is.
    mutating func keep(_ lines: [AsRunLine], of store: String) {
        var bytes = Data()
        for line in lines { Self.append(line, line.detail, of: store, to: &bytes) }
        // Atomic: a death meanwhile loses none of them.
        guard (try? bytes.write(to: URL(fileURLWithPath: files[0].path), options: .atomic)) != nil
        else { return }
        (files[0].byteCount, files[0].lastLine) = (bytes.count, lines.last?.number ?? 0)
        current = 0
        // A file that was never made has nothing to let go of.
        guard truncate(files[1].path, 0) == 0 || errno == ENOENT else { return }
        (files[1].byteCount, files[1].lastLine) = (0, 0)
    }

    /// Appends lines, and lets go of what the checkpoint knows to be stored. Returns why lines could not be
    /// kept here; they are in memory still, and in the store as soon as it can be written.
    mutating func write(_ lines: [AsRunLine], of checkpoint: Checkpoint) -> CheckpointError? {
        for position in files.indices
        where files[position].byteCount > 0 && files[position].lastLine <= checkpoint.storedLine {
            // What cannot be emptied now is tried again with the next checkpoint.
            guard truncate(files[position].path, 0) == 0 else { continue }
            files[position].byteCount = 0
            files[position].lastLine = 0
        }
        var (bytes, lastLine) = unwritten
        for (line, document) in zip(lines, AsRunLine.documents(lines))
        where bytes.count < Self.unwrittenByteCountMax {
            Self.append(line, document, of: checkpoint.storeID, to: &bytes)
            lastLine = line.number
        }
        guard !bytes.isEmpty else { return nil }
        unwritten = (bytes, lastLine)
        if files[current].byteCount > Self.turnByteCount, files[1 - current].byteCount == 0 {
            current = 1 - current
        }
        let path = files[current].path
        guard files[current].byteCount + bytes.count <= Self.byteCountMax else {
            return CheckpointError(path: path, errno: EFBIG)
        }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return CheckpointError(path: path, errno: errno) }
        defer { close(descriptor) }
        let written = bytes.withUnsafeBytes {
            pwrite(descriptor, $0.baseAddress, $0.count, off_t(files[current].byteCount))
        }
        // What a torn write left behind is written over by the next one, and read by nobody.
        guard written == bytes.count else {
            return CheckpointError(path: path, errno: written < 0 ? errno : ENOSPC)
        }
        files[current].byteCount += bytes.count
        files[current].lastLine = lastLine
        unwritten = (Data(), 0)
        return nil
    }

    private static func append(
        _ line: AsRunLine, _ document: String, of store: String, to bytes: inout Data
    ) {
        var payload = BlobWriter()
        payload.append(Data(store.utf8))
        payload.append(word: line.number)
        payload.append(Data(line.run.utf8))
        payload.append(word: UInt64(bitPattern: line.wall))
        payload.append(word: UInt64(bitPattern: line.index))
        for text in [line.kind, line.text, line.operation, line.principal, document] {
            payload.append(Data(text.utf8))
        }
        let words = [
            UInt64(payload.data.count), CheckpointFile.checksum(payload.data, line.number),
        ]
        for word in words {
            withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
        }
        bytes.append(payload.data)
    }

    /// The whole lines at the beginning of a file, and where they end. Nothing read is trusted.
    private static func lines(
        at path: String
    ) -> (lines: [(store: String, line: AsRunLine)], byteCount: Int) {
        guard let bytes = FileManager.default.contents(atPath: path), bytes.count <= byteCountMax
        else { return ([], 0) }
        var lines: [(store: String, line: AsRunLine)] = []
        var at = 0
        while let count = BlobReader.word(Data(bytes.dropFirst(at).prefix(8))),
            let sum = BlobReader.word(Data(bytes.dropFirst(at + 8).prefix(8))),
            count <= UInt64(max(0, bytes.count - at - 16))
        {
            let payload = Data(bytes.dropFirst(at + 16).prefix(Int(count)))
            guard let entry = line(payload),
                sum == CheckpointFile.checksum(payload, entry.line.number),
                // What a torn write left behind is older than what was written over it.
                entry.line.number > lines.last?.line.number ?? 0
            else { break }
            lines.append(entry)
            at += 16 + Int(count)
        }
        return (lines, at)
    }

    private static func line(_ payload: Data) -> (store: String, line: AsRunLine)? {
        guard let parts = BlobReader.blobs(payload), parts.count == 10,
            let number = BlobReader.word(parts[1]), let wall = BlobReader.word(parts[3]),
            let index = BlobReader.word(parts[4])
        else { return nil }
        func text(_ position: Int) -> String { String(decoding: parts[position], as: UTF8.self) }
        var line = AsRunLine(
            run: text(2), wall: Int64(bitPattern: wall), index: Int64(bitPattern: index),
            kind: text(5), text: text(6), operation: text(7), principal: text(8), detail: text(9))
        line.number = number
        return (text(0), line)
    }
}
