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
    /// The shader of the layer that shows a picture, as any snapshot so far told.
    private var shaders: [PictureKey: String] = [:]
    /// Pictures that came before the snapshot that names them, or the shader.
    private var unplaced: [(key: PictureKey, hash: UInt64)] = []
    private var hasDrawn = false
    private var doubts = StackDoubts()
    /// Why nothing is known any more; nil where it is.
    private var flaw: String?
    /// Why what the stack remembers is not known here.
    private var memoryFlaw: String?
    /// The last frame before a stretch that is not recorded, and why.
    private var gap: (after: FrameIndex, reason: String)?
    private var newest: FrameIndex?
    /// How many more frames go by until the inputs' state is known.
    private var inputFlaw: Int64 = 0

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
        if !head.isStart { forget("the recording begins after the renderer did") }
    }

    deinit { picture.deallocate() }

    /// Takes all notes of a part; false once the last wanted frame is drawn, or nobody wants more.
    ///
    /// `follows`: everything before it in its run was taken, or it is the first. Else some of it could not
    /// be read.
    func play(
        _ head: RecordingHead, _ notes: [RecordedNote], isFirst: Bool, follows: Bool = true
    ) throws -> Bool {
        let isGap = !isFirst && (head.hasGap || !follows)
        if isGap {
            let reason =
                head.hasGap ? "notes were lost on the disk" : "part of the recording is damaged"
            gap = newest.map { ($0, reason) }
            forget(reason)
        }
        if head.isFlawed { flaw = flaw ?? "notes were lost earlier in this run" }
        // The stack as it was is known already where the part before was played.
        if isFirst || isGap { try takeState(head, notes.prefix(head.stateCount)) }
        for note in notes.dropFirst(head.stateCount) where try !take(note) { return false }
        return true
    }

    private func forget(_ reason: String) {
        memoryFlaw = reason
        inputFlaw = Self.lead
    }

    /// What was settled takes effect at once; what waited then waits.
    private func takeState(_ head: RecordingHead, _ notes: ArraySlice<RecordedNote>) throws {
        let settledCount = notes.count - head.heldCount - head.waitingCount
        hasDrawn = false
        for (position, note) in notes.enumerated() {
            let isHeld = position >= settledCount && position < settledCount + head.heldCount
            renderer.painter.keeper.holdsBuilds = isHeld
            _ = try take(note)
            if position < settledCount + head.heldCount { renderer.apply(at: FrameIndex(.max)) }
            hasDrawn = head.hasDrawn && position >= settledCount - 1
        }
        hasDrawn = head.hasDrawn
    }

    private func take(_ note: RecordedNote) throws -> Bool {
        switch note {
        case .frame(let index, let marks): return try frame(index, marks)
        case .undrawn(let index):
            renderer.painter.keeper.holdsBuilds = head.laneCount > 1 && hasDrawn
            renderer.apply(at: index)
            newest = index
            forget("frame \(index.value) could not be drawn")
        case .lost(let count):
            flaw = flaw ?? "\(count) notes were lost behind slot \(newest?.value ?? 0)"
        case .memory: memoryFlaw = "the lane took over what the other one remembered"
        case .prepared(let id, let generation, let hash): try build(id, generation, hash)
        case .picture(let key, let hash):
            unplaced.append((key, hash))
            try placePictures()
        case .composite(let mode): try renderer.build(mode)
        case .fused(let key): renderer.fusedKeys?.insert(key)
        case .unfused(let key): renderer.unfuse(key)
        case .snapshot(let snapshot):
            for layer in snapshot.everyLayer {
                for key in layer.pictureKeys { shaders[key] = layer.shaderId }
            }
            try placePictures()
            renderer.take(.snapshot(snapshot))
        case .overlay(let overlay): renderer.take(.overlay(overlay))
        case .trigger(let trigger): renderer.take(.trigger(trigger))
        case .reset(let reset): renderer.take(.reset(reset))
        case .unbuildable(let id, let generation):
            renderer.take(.unbuildable(id: id, generation: generation))
        case .swap(let build, let index, let isTrial):
            doubts.swap(build, at: index)
            renderer.take(.swap(build, index: index, isTrial: isTrial))
        case .discard(let build): renderer.take(.discard(build))
        }
        // Before its first frame a lane takes everything at once, until the stack is whole.
        let keeper = renderer.painter.keeper
        if !hasDrawn, !keeper.isComplete { renderer.apply(at: FrameIndex(.max)) }
        return true
    }

    private func build(_ id: String, _ generation: UInt64, _ hash: UInt64) throws {
        guard let package = files.package(hash) else {
            doubts.miss(id, hash)
            return renderer.take(.unbuildable(id: id, generation: generation))
        }
        // With two lanes it is drawn only once they agree.
        if head.laneCount == 1 || !hasDrawn { doubts.know(id, from: nil) }
        packages[id] = package
        try renderer.build(package, generation: generation)
        try placePictures()
    }

    /// Shows the pictures whose layers are known by now, where the files are what they were.
    private func placePictures() throws {
        let pictures = unplaced
        unplaced = []
        for picture in pictures {
            var shader = shaders[picture.key]
            if case .text(let id, _, _) = picture.key { shader = id }
            guard let package = shader.flatMap({ packages[$0] }) else {
                unplaced.append(picture)
                continue
            }
            doubts.set(picture.key, try show(picture.key, picture.hash, of: package))
        }
    }

    /// Why `key` cannot be shown as it was; nil where it is.
    private func show(
        _ key: PictureKey, _ hash: UInt64, of package: ShaderPackage
    ) throws(ShaderFileError) -> String? {
        let name =
            switch key {
            case .still(let path, _), .table(let path, _): path
            case .text(_, _, let text): "the font of \"\(text)\""
            }
        guard try ShaderResources.sourceHash(key, package) == hash else {
            return "\(name) is not what it was"
        }
        try renderer.show(key, of: package)
        return nil
    }

    private func frame(_ index: FrameIndex, _ marks: [RecordedNote.InputMark]) throws -> Bool {
        renderer.painter.keeper.holdsBuilds = head.laneCount > 1 && hasDrawn
        hasDrawn = true
        renderer.apply(at: index)
        try checkGap(before: index)
        newest = index
        guard index <= last else { return false }
        if !renderer.hasMemory { memoryFlaw = nil }
        if let doubt = doubts.reason(renderer.painter.keeper, at: index) { memoryFlaw = doubt }
        inputFlaw = marks.isEmpty ? 0 : max(inputFlaw - 1, 0)
        guard renderer.hasMemory || index.value >= first.value - Self.lead else {
            renderer.skip(marks.map(\.isThere))
            return true
        }
        let isWanted = index >= first
        if isWanted {
            let inputs = "what its inputs showed before is not recorded"
            if let flaw = flaw ?? memoryFlaw ?? (inputFlaw > 0 ? inputs : nil) {
                throw refusal(index, index, flaw)
            }
        }
        let arrivals = try marks.enumerated().map { try arrival($1, of: $0, at: index) }
        try renderer.draw(index, over: arrivals, into: isWanted ? picture.baseAddress : nil)
        guard isWanted else { return true }
        return try use(index, UnsafeRawBufferPointer(picture)) && index < last
    }

    /// Throws where wanted frames before `index` are not in the recording.
    private func checkGap(before index: FrameIndex) throws(ShowError) {
        guard let gap else { return }
        self.gap = nil
        let start = max(gap.after + 1, first)
        let end = min(index - 1, last)
        if start <= end { throw refusal(start, end, gap.reason) }
    }

    private func refusal(_ start: FrameIndex, _ end: FrameIndex, _ reason: String) -> ShowError {
        let slots =
            start == end ? "frame \(start.value)" : "frames \(start.value) to \(end.value)"
        return ShowError(
            "\(slots) cannot be drawn as on air: \(reason)",
            remedy: "Draw another stretch, or of the other lane's recording; a longer"
                + " render.recording_mb keeps more")
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
