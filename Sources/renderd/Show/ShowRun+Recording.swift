public import Common
import Foundation

/// Drawing again what was on air.
extension ShowRun {
    /// Draws what `lane` of the instance with `paths` drew for the slots from `first` to `last` (nil: to
    /// the end of that run), over the media of its inputs, into the file at `path`; the slot of each picture
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
        let (run, slotRange) = try stretch(from: first, to: last, in: reader.runs(), of: folder)
        let (start, end) = (slotRange.lowerBound, slotRange.upperBound)
        var drawn = ""
        var writer: ShowWriter?
        var player: RecordingPlayer?
        var previous: (number: Int, isWhole: Bool)?
        for part in files.parts where part.run == run {
            guard let (head, notes, isWhole) = reader.part(part) else { continue }
            let isFirst = player == nil
            if isFirst {
                let own = ShowWriter(
                    try ShowOutput(path: path, format: head.format),
                    rate: head.format.rate, total: Int64(slotRange.count), isGoingOn: isGoingOn)
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
            let follows = previous.map { $0.isWhole && $0.number + 1 == part.number } ?? true
            previous = (part.number, isWhole)
            guard try player?.play(head, notes, isFirst: isFirst, follows: follows) == true
            else { break }
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
    /// The run of the renderer that drew all slots from `first` (nil: its first) to `last` (nil: its
    /// last), the newest if there are several, and those slots.
    ///
    /// Throws where no run did: half of a stretch is not drawn for the whole.
    static func stretch(
        from first: Int64?, to last: Int64?,
        in runs: [(run: Int64, first: FrameIndex, last: FrameIndex)], of folder: String
    ) throws(ShowError) -> (run: Int64, slots: ClosedRange<Int64>) {
        let wanted = runs.last { run in
            let known = run.first.value...run.last.value
            return [first, last].allSatisfy { $0.map(known.contains) ?? true }
        }
        if let wanted {
            return (wanted.run, (first ?? wanted.first.value)...(last ?? wanted.last.value))
        }
        let known = runs.map { "\($0.first.value) to \($0.last.value)" }
        let slots = [first.map { "from \($0)" }, last.map { "to \($0)" }].compactMap { $0 }
        throw ShowError(
            "no run of the renderer in \(folder) has all frames \(slots.joined(separator: " "))",
            remedy: known.isEmpty
                ? "A lane records while render.recording_mb is not 0"
                : "There are \(known.joined(separator: ", ")); draw each run by itself")
    }
}
