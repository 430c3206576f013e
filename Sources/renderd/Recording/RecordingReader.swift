import Common
import Foundation
internal import Frames

/// Reads a recording, also while it is being written. Blocks on the disk. A value.
struct RecordingReader {
    let files: RecordingFiles

    /// The head of a part and its notes in order; what is damaged ends it. Nil where it is none.
    /// `isWhole`: nothing of it is.
    func part(
        _ part: RecordingFiles.Part
    ) -> (head: RecordingHead, notes: [RecordedNote], isWhole: Bool)? {
        guard
            let data = try? Data(
                contentsOf: URL(fileURLWithPath: files.path(part)), options: .mappedIfSafe)
        else { return nil }
        return data.withUnsafeBytes { bytes in
            var words = WordReader(bytes)
            guard (try? words.word()) == RecordingFiles.magic, let json = try? words.list(),
                let head = try? JSONDecoder().decode(RecordingHead.self, from: Data(json))
            else { return nil }
            var notes: [RecordedNote] = []
            // The last note may be half written.
            while !words.isAtEnd {
                guard let note = Self.note(&words) else { return (head, notes, false) }
                notes.append(note)
            }
            return (head, notes, true)
        }
    }

    private static func note(_ words: inout WordReader) -> RecordedNote? {
        guard let sum = try? words.word(), let bytes = try? words.list() else { return nil }
        return bytes.withUnsafeBytes { bytes in
            guard FrameChecksum.of(bytes) == sum else { return nil }
            return try? RecordedNote(decoding: bytes)
        }
    }

    /// The frames of each run, oldest first: what could be drawn again.
    func runs() -> [(run: Int64, first: FrameIndex, last: FrameIndex)] {
        var found: [(run: Int64, first: FrameIndex, last: FrameIndex)] = []
        for part in files.parts {
            guard let notes = self.part(part)?.notes else { continue }
            for case .frame(let index, _) in notes {
                if found.last?.run == part.run {
                    found[found.count - 1].last = max(found[found.count - 1].last, index)
                } else {
                    found.append((part.run, index, index))
                }
            }
        }
        return found
    }
}
