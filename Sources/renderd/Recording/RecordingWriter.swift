import Common
import Foundation
internal import Frames

/// Writes one run of a recording in parts, the oldest of which go when there is no more room. Owned by
/// the recording thread: a disk may stand still.
///
/// Each part begins with notes that bring another renderer to the stack as it was then, so that every
/// part can be drawn by itself. Worked example: 50 frames with one input and 50 moves a second are about
/// 10 KB/s; 256 MB hold seven hours.
final class RecordingWriter {
    private let files: RecordingFiles
    private var head: RecordingHead
    private let run: Int64
    private let partByteCountMax: Int
    private let byteCountMax: Int
    private var number = 0
    private var file: FileHandle?
    private var byteCount = 0
    private var state: RecordedState
    private let freeByteCount: (String) -> Int
    private let time: any TimeSource
    /// Until when a disk that refused is left alone.
    private var pausedUntil: MonotonicInstant?
    /// A part in which nothing is complete yet.
    private var begun: String?

    /// How long a disk that refused is left alone.
    static let pause = Nanoseconds.seconds(1)

    /// Every recording is cut into so many parts, so that most of it is left when one has to go.
    private static let partCount = 8

    /// What is left to others: the store lies on the same disk.
    static let freeByteCountMin = 128 << 20

    /// Begins nothing yet. `byteCountMax` is the most that all parts of the lane take together;
    /// `freeByteCount` tells how much room is left around a folder.
    init(
        _ files: RecordingFiles, head: RecordingHead, run: Int64, byteCountMax: Int,
        time: any TimeSource = SystemTimeSource(),
        freeByteCount: @escaping (String) -> Int = RecordingWriter.freeByteCount(around:)
    ) {
        self.time = time
        self.freeByteCount = freeByteCount
        self.files = files
        self.head = head
        state = RecordedState(laneCount: head.laneCount)
        self.run = run
        self.byteCountMax = byteCountMax
        partByteCountMax = max(byteCountMax / Self.partCount, 1 << 16)
    }

    /// Adds `notes`. Throws where the disk takes nothing; they are lost then, as is all that comes within
    /// `pause`, and the next part says so.
    func write(_ notes: [RecordedNote]) throws {
        if let pausedUntil, time.now() < pausedUntil {
            for note in notes { state.take(note) }
            return
        }
        pausedUntil = nil
        do {
            try leaveRoom()
            if file == nil || byteCount > partByteCountMax { try beginPart() }
            try append(notes)
            begun = nil
            (head.isStart, head.hasGap) = (false, false)
            for note in notes { state.take(note) }
        } catch {
            for note in notes { state.take(note) }
            closePart()
            dropBegun()
            pausedUntil = time.now() + Self.pause
            head.isStart = false
            head.hasGap = true
            throw error
        }
    }

    /// Nothing is left of a part of which nothing is complete.
    private func dropBegun() {
        guard let path = begun else { return }
        begun = nil
        number -= 1
        // Where it cannot be removed the next one takes its place.
        unlink(path)
    }

    /// Closes the file.
    func closePart() {
        try? file?.close()  // What was written is written; there is nothing left to save.
        file = nil
    }

    /// Throws where others need what room there is.
    private func leaveRoom() throws {
        try FileManager.default.createDirectory(
            atPath: files.folder, withIntermediateDirectories: true)
        guard freeByteCount(files.folder) < Self.freeByteCountMin else { return }
        throw ShowError(
            "less than \(Self.freeByteCountMin >> 20) MB are free around \(files.folder)",
            remedy: "Free some, or switch it off by render.recording_mb = 0")
    }

    /// Bytes that may be written around `folder`; all there could be where it cannot be asked.
    static func freeByteCount(around folder: String) -> Int {
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else { return .max }
        return Int(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
    }

    private func beginPart() throws {
        closePart()
        try dropOldest()
        number += 1
        let path = files.path(RecordingFiles.Part(run: run, number: number))
        begun = path
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let file = FileHandle(forWritingAtPath: path)
        else { throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path]) }
        self.file = file
        let notes = state.settled + state.held + state.waiting
        (head.hasDrawn, head.isFlawed) = (state.hasDrawn, state.isFlawed)
        head.stateCount = notes.count
        (head.heldCount, head.waitingCount) = (state.held.count, state.waiting.count)
        files.touch(state.textsInUse)
        var words = WordWriter()
        words.put(RecordingFiles.magic)
        words.put(try JSONEncoder().encode(head))
        try file.write(contentsOf: words.bytes)
        byteCount = words.bytes.count
        try append(notes)
    }

    private func append(_ notes: [RecordedNote]) throws {
        var words = WordWriter()
        for note in notes {
            let bytes = try note.encoded()
            words.put(bytes.withUnsafeBytes { FrameChecksum.of($0) })
            words.put(bytes)
        }
        try file?.write(contentsOf: words.bytes)
        byteCount += words.bytes.count
    }

    /// Makes room for a whole part.
    private func dropOldest() throws {
        var room = byteCountMax - partByteCountMax
        for part in files.parts.reversed() {
            let path = files.path(part)
            let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
            room -= size ?? partByteCountMax
            if room < 0 { try FileManager.default.removeItem(atPath: path) }
        }
    }
}
