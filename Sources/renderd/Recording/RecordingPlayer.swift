import Common
import Proto
import Shaders

/// Draws again what a lane drew, from its recording and the media of its inputs: every note is taken in
/// the order in which the lane took it. Owned by the thread that made it.
///
/// Frames before those that are wanted are drawn only where the stack remembers, and shortly before, for
/// inputs that were being bridged. What cannot be known is never guessed at: a stretch that depends on it
/// is refused.
final class RecordingPlayer {
    private let files: RecordingFiles
    private let renderer: ShowRenderer
    private let head: RecordingHead
    private let readers: [ClipReader]
    private let first: FrameIndex
    private let last: FrameIndex
    /// Given each wanted frame's pixels; false ends it.
    private let use: (FrameIndex, UnsafeRawBufferPointer) throws -> Bool
    private let picture: UnsafeMutableRawBufferPointer
    private var packages: [String: ShaderPackage] = [:]
    private var layers: [SnapshotLayer] = []
    private var hasDrawn = false
    /// Why the stack is not known here; nil where it is.
    private var stackFlaw: String?
    /// Why what it remembers is not known here.
    private var memoryFlaw: String?

    /// Longer than a lost input is bridged and takes to come back.
    private static let lead: Int64 = 250

    init(
        _ files: RecordingFiles, head: RecordingHead, clips: [ShowClip],
        from first: FrameIndex, to last: FrameIndex,
        use: @escaping (FrameIndex, UnsafeRawBufferPointer) throws -> Bool
    ) throws {
        self.files = files
        self.head = head
        self.first = first
        self.last = last
        self.use = use
        renderer = try ShowRenderer(head.settings)
        renderer.fusedKeys = []
        readers = clips.map { ClipReader($0.clip(head.inputFormat)) }
        picture = UnsafeMutableRawBufferPointer.allocate(
            byteCount: head.format.payloadByteCount, alignment: 64)
        if !head.isStart { memoryFlaw = "the recording begins after the renderer did" }
    }

    deinit { picture.deallocate() }

    /// Takes all notes of a part; false once the last wanted frame is drawn, or nobody wants more.
    func play(_ head: RecordingHead, _ notes: [RecordedNote], isFirst: Bool) throws -> Bool {
        if head.hasGap, !isFirst {
            stackFlaw = nil
            memoryFlaw = "notes were lost before part of the recording"
        }
        // The stack as it was is known already where the part before was played.
        let known = isFirst || head.hasGap ? 0 : head.stateCount
        for note in notes.dropFirst(known) where try !take(note) { return false }
        return true
    }

    private func take(_ note: RecordedNote) throws -> Bool {
        switch note {
        case .frame(let index, let marks): return try frame(index, marks)
        case .lost(let count):
            stackFlaw = "\(count) notes were lost"
            memoryFlaw = stackFlaw
        case .memory: memoryFlaw = "the lane took over what the other one remembered"
        case .prepared(let id, let generation, let hash):
            guard let package = files.package(hash) else {
                throw ShowError(
                    "the text of \(id) is not in the recording any more",
                    remedy: "Draw a later stretch")
            }
            packages[id] = package
            try renderer.build(package, generation: generation)
        case .picture(let key): try show(key)
        case .composite(let mode): try renderer.build(mode)
        case .fused(let key): renderer.fusedKeys?.insert(key)
        case .snapshot(let snapshot):
            stackFlaw = nil
            layers = snapshot.layers + (snapshot.outgoing?.layers ?? [])
            renderer.take(.snapshot(snapshot))
        case .overlay(let overlay): renderer.take(.overlay(overlay))
        case .trigger(let trigger): renderer.take(.trigger(trigger))
        case .reset(let reset): renderer.take(.reset(reset))
        case .unbuildable(let id, let generation):
            renderer.take(.unbuildable(id: id, generation: generation))
        case .swap(let build, let index, let isTrial):
            renderer.take(.swap(build, index: index, isTrial: isTrial))
        case .discard(let build): renderer.take(.discard(build))
        }
        // Before its first frame a lane takes everything at once, until the stack is whole.
        let keeper = renderer.painter.keeper
        if !hasDrawn, !keeper.isComplete { renderer.apply(at: FrameIndex(.max)) }
        return true
    }

    private func show(_ key: PictureKey) throws {
        let id =
            if case .text(let shader, _, _) = key { shader } else {
                layers.first { $0.pictureKeys.contains(key) }?.shaderId ?? ""
            }
        guard let package = packages[id] else { return }
        try renderer.show(key, of: package)
    }

    private func frame(_ index: FrameIndex, _ marks: [RecordedNote.InputMark]) throws -> Bool {
        renderer.painter.keeper.holdsBuilds = head.laneCount > 1 && hasDrawn
        hasDrawn = true
        renderer.apply(at: index)
        guard index <= last else { return false }
        if !renderer.hasMemory { memoryFlaw = nil }
        guard renderer.hasMemory || index.value >= first.value - Self.lead else {
            renderer.skip(marks.map(\.isThere))
            return true
        }
        let isWanted = index >= first
        if isWanted, let flaw = stackFlaw ?? memoryFlaw {
            throw ShowError(
                "frame \(index.value) cannot be drawn as it was: \(flaw)",
                remedy: "Draw a later stretch, or of the other lane's recording; a longer"
                    + " render.recording_mb keeps more")
        }
        let arrivals = try marks.enumerated().map { try arrival($1, of: $0, at: index) }
        try renderer.draw(index, over: arrivals, into: isWanted ? picture.baseAddress : nil)
        guard isWanted else { return true }
        return try use(index, UnsafeRawBufferPointer(picture)) && index < last
    }

    private func arrival(
        _ mark: RecordedNote.InputMark, of position: Int, at index: FrameIndex
    ) throws(ShowError) -> InputArrival? {
        guard mark.isThere else { return nil }
        guard readers.indices.contains(position), let number = mark.frameNumber else {
            throw ShowError(
                "input \(position + 1) had a picture at frame \(index.value)",
                remedy: "Give its medium with --input, one for each input in order")
        }
        guard try readers[position].advance(to: number) else {
            throw ShowError(
                "input \(position + 1) showed picture \(number) at frame \(index.value), and its"
                    + " medium has \(readers[position].count ?? 0)",
                remedy: "Give the medium that was played")
        }
        return readers[position].arrival(for: FrameIndex(mark.index))
    }
}
