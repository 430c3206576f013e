import Common
import Proto

/// What a stack is, as far as notes told it: with these notes another renderer comes to the same stack,
/// but for what it remembers of past frames. A new file of a recording begins with them. A value; owned
/// by the recording thread.
///
/// Notes wait here for their frame exactly as messages wait in a `StackKeeper`: what is not due yet is
/// part of the state as it came, and is not taken for what is drawn.
struct RecordedState {
    /// What waits for its frame, or for the next one, in the order in which it came.
    private(set) var waiting: [RecordedNote] = []
    /// Whether a frame has been drawn.
    private(set) var hasDrawn = false
    /// Whether notes were lost: what is told here may not be all.
    private(set) var isFlawed = false
    private let laneCount: Int
    private var snapshot: Snapshot?
    /// The newest move of each parameter since then, by layer.
    private var moves: [(key: String, move: OscOverlayApplied)] = []
    private var builds = RecordedBuilds()
    private var unbuildable: [String: RecordedNote] = [:]
    private var pictures: [(key: PictureKey, hash: UInt64)] = []
    private var modes: Set<BlendMode> = []
    private var fused: [String] = []
    /// More than a lane keeps.
    private static let fusedMax = 32
    /// As many as a lane lets wait; beyond them it drops the oldest too.
    private static let waitingMax = 256

    init(laneCount: Int) { self.laneCount = laneCount }

    mutating func take(_ note: RecordedNote) {
        switch note {
        case .frame(let index, _), .undrawn(let index): settle(at: index)
        case .lost: isFlawed = true
        case .memory: break
        case .composite(let mode): modes.insert(mode)
        case .fused(let key):
            fused.removeAll { $0 == key }
            fused.append(key)
            if fused.count > Self.fusedMax { fused.removeFirst() }
        case .unfused(let key): fused.removeAll { $0 == key }
        default:
            // Before its first frame a lane takes everything at once.
            guard hasDrawn else { return fold(note) }
            waiting.append(note)
            guard !note.isBuilt, waiting.count(where: { !$0.isBuilt }) > Self.waitingMax,
                let oldest = waiting.firstIndex(where: { !$0.isBuilt })
            else { return }
            waiting.remove(at: oldest)
        }
    }

    /// All that is due at `index` takes effect, what was built first.
    private mutating func settle(at index: FrameIndex) {
        let notes = waiting
        waiting = []
        for note in notes where note.isBuilt { fold(note) }
        for note in notes where !note.isBuilt {
            if note.effectiveIndex ?? .min > index.value {
                waiting.append(note)
            } else {
                fold(note)
            }
        }
        hasDrawn = true
    }

    private mutating func fold(_ note: RecordedNote) {
        switch note {
        case .snapshot(let newer): adopt(newer)
        case .overlay(let overlay):
            guard overlay.stack == .programme else { return }
            for update in overlay.updates {
                let key = "\(update.layerId) \(update.value.parameter)"
                var single = overlay
                single.updates = [update]
                moves.removeAll { $0.key == key }
                moves.append((key, single))
            }
        case .prepared, .swap, .discard: builds.take(note, holds: laneCount > 1 && hasDrawn)
        case .unbuildable(let id, _): unbuildable[id] = note
        case .picture(let key, let hash):
            pictures.removeAll { $0.key == key }
            pictures.append((key, hash))
            guard pictures.count > PictureStore.countMax else { return }
            // What is shown is never dropped.
            let shown = Set(snapshot?.everyLayer.flatMap(\.pictureKeys) ?? [])
            pictures.remove(at: pictures.firstIndex { !shown.contains($0.key) } ?? 0)
        case .trigger, .reset, .memory, .frame, .undrawn, .lost, .composite, .fused, .unfused:
            break
        }
    }

    private mutating func adopt(_ newer: Snapshot) {
        guard newer.stack == .programme else { return }
        if let snapshot, snapshot.version.coordinatorEpoch == newer.version.coordinatorEpoch,
            snapshot.version.number > newer.version.number
        {
            return
        }
        snapshot = newer
        moves = []
    }

    /// What has taken effect, in an order in which it can be taken.
    var settled: [RecordedNote] {
        let shaders =
            RecordedBuilds.notes(builds.drawn)
            + unbuildable.sorted { $0.key < $1.key }.map(\.value)
        return modes.map { .composite($0) } + shaders
            + (snapshot.map { [.snapshot($0)] } ?? [])
            + pictures.map { .picture($0.key, hash: $0.hash) }
            + moves.map { .overlay($0.move) } + fused.map { .fused(key: $0) }
    }

    /// Builds that wait for the other lane's word.
    var held: [RecordedNote] { RecordedBuilds.notes(builds.held) }

    /// The texts of what is drawn.
    var textsInUse: [UInt64] {
        let names = snapshot.map {
            Set($0.everyLayer.map(\.shaderId) + [$0.outgoing?.shaderId ?? ""])
        }
        return builds.drawn.filter { names?.contains($0.key) ?? true }.map(\.value.hash)
            + builds.held.map(\.value.hash)
    }
}

extension Snapshot {
    /// Its layers and those on their way out.
    var everyLayer: [SnapshotLayer] { layers + (outgoing?.layers ?? []) }
}
