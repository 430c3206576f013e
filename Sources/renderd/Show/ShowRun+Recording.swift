public import Common
import Foundation

/// Drawing again what was on air.
extension ShowRun {
    /// Draws what `lane` of the instance with `paths` drew for the slots from `first` to `last` (nil: all of
    /// its newest run), over the media of its inputs, into the file at `path`; the slot of each picture
    /// into the file `slots`, a line for each.
    ///
    /// Throws where the recording does not tell all that is needed, besides what `draw` throws.
    public static func redraw(
        lane: String, of paths: InstancePaths, from first: Int64?, to last: Int64?,
        over clips: [ShowClip],
        into path: String, slots: String? = nil, isGoingOn: @escaping (Progress) -> Bool
    ) throws -> Progress {
        let folder = RecordingFiles.folder(of: lane, in: paths)
        let files = RecordingFiles(folder: folder)
        let reader = RecordingReader(files: files)
        let runs = reader.runs()
        let wanted = runs.last { run in
            first.map { $0 <= run.last.value && last ?? $0 >= run.first.value } ?? true
        }
        guard let wanted else {
            let known = runs.map { "\($0.first.value) to \($0.last.value)" }
            throw ShowError(
                "there are no such frames in \(folder)",
                remedy: known.isEmpty
                    ? "A lane records while render.recording_mb is not 0"
                    : "There are \(known.joined(separator: ", "))")
        }
        let start = max(first ?? wanted.first.value, wanted.first.value)
        let end = min(last ?? wanted.last.value, wanted.last.value)
        var drawn = ""
        var writer: ShowWriter?
        var player: RecordingPlayer?
        for part in files.parts where part.run == wanted.run {
            guard let (head, notes) = reader.part(part) else { continue }
            let isFirst = player == nil
            if isFirst {
                let own = ShowWriter(
                    try ShowOutput(path: path, format: head.format),
                    rate: head.format.rate, total: end - start + 1, isGoingOn: isGoingOn)
                writer = own
                player = try RecordingPlayer(
                    files, head: head, clips: clips, from: FrameIndex(start),
                    to: FrameIndex(end)
                ) { index, bytes in
                    try own.write(bytes)
                    drawn += "\(index.value)\n"
                    return true
                }
            }
            guard try player?.play(head, notes, isFirst: isFirst) == true else { break }
        }
        guard let writer else {
            throw ShowError("\(folder) cannot be read", remedy: "Look at its permissions")
        }
        let progress = try writer.finish(
            none: "nothing was drawn on air from \(start) to \(end)",
            remedy: "Give another stretch")
        if let slots { try Data(drawn.utf8).write(to: URL(fileURLWithPath: slots)) }
        return progress
    }
}
