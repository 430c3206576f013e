import Common
import Proto

/// What a stack is, as far as notes told it: with these notes another renderer comes to the same stack,
/// but for what it remembers of past frames. A new file of a recording begins with them. A value; owned
/// by the recording thread.
struct RecordedState {
    private var snapshot: Snapshot?
    /// The newest move of each parameter since then, by layer.
    private var moves: [(key: String, move: OscOverlayApplied)] = []
    private var prepared: [String: RecordedNote] = [:]
    private var unbuildable: [String: RecordedNote] = [:]
    private var pictures: [PictureKey] = []
    private var modes: Set<BlendMode> = []
    private var fused: [String] = []
    /// More than a lane keeps.
    private static let fusedMax = 32

    mutating func take(_ note: RecordedNote) {
        switch note {
        case .snapshot(let newer):
            guard newer.stack == .programme else { return }
            snapshot = newer
            moves = []
        case .overlay(let overlay):
            for update in overlay.updates {
                let key = "\(update.layerId) \(update.value.parameter)"
                var single = overlay
                single.updates = [update]
                moves.removeAll { $0.key == key }
                moves.append((key, single))
            }
        case .prepared(let id, _, _): prepared[id] = note
        case .unbuildable(let id, _): unbuildable[id] = note
        case .picture(let key):
            pictures.removeAll { $0 == key }
            pictures.append(key)
            if pictures.count > PictureStore.countMax { pictures.removeFirst() }
        case .composite(let mode): modes.insert(mode)
        case .fused(let key):
            fused.removeAll { $0 == key }
            fused.append(key)
            if fused.count > Self.fusedMax { fused.removeFirst() }
        case .trigger, .reset, .swap, .discard, .memory, .frame, .lost: break
        }
    }

    /// In an order in which they can be taken.
    var notes: [RecordedNote] {
        let shaders = prepared.sorted { $0.key < $1.key } + unbuildable.sorted { $0.key < $1.key }
        return modes.map { .composite($0) } + shaders.map(\.value)
            + (snapshot.map { [.snapshot($0)] } ?? []) + pictures.map { .picture($0) }
            + moves.map { .overlay($0.move) } + fused.map { .fused(key: $0) }
    }
}
