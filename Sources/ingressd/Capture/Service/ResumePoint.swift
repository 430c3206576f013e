internal import Common
internal import Foundation
internal import Frames

/// Where a predecessor of this capture stopped: read from what it left in the ring, and trusted only
/// when it played the same medium, of which a note in the runtime folder tells.
struct ResumePoint: Equatable {
    let index: FrameIndex
    let timelineEpoch: UInt64
    /// The media frame number of that index.
    let number: Int64

    /// Reads the ring of input `number` and leaves a note of `source` for a successor. Blocks for
    /// the file system; at the start only.
    static func take(
        input number: Int, source: String, format: String, paths: InstancePaths,
        plane: FramePlane
    ) -> ResumePoint? {
        let note = "\(paths.runtime)/capture.input.\(number)"
        let wanted = "\(source) \(format)\n"
        let found = try? String(contentsOfFile: note, encoding: .utf8)
        try? wanted.write(toFile: note, atomically: true, encoding: .utf8)
        guard found == wanted, let reader = try? RingReader(.input(number), in: plane),
            let view = reader.readNewest().frame,
            let mediaNumber = view.metadata.inputFrameNumber
        else { return nil }
        return ResumePoint(
            index: view.index, timelineEpoch: view.timelineEpoch, number: mediaNumber)
    }
}
