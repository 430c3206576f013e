internal import Common
internal import CoordinatorDecision
internal import Foundation
internal import Proto

/// Everything a start takes over from the one before: the store and, where it is newer, the
/// checkpoint. Nothing is published before it is done.
struct Hydration {
    var state: RuntimeState
    var storeID: String
    var recentKeys: [IdempotencyEntry]
    var olderFingerprints: [UInt64: Int64]
    var marks: [String: StoredMark]
    var origin: StoreOrigin
    /// Keys and marks that only the checkpoint has; the first record stores them.
    var unstoredKeys: [IdempotencyEntry]
    var unstoredMarks: [StoredMark]
    /// Lines of the as-run log that the store does not have; the first record stores them.
    var unstoredLines: [AsRunLine]
    /// The newest number that a line of the as-run log ever had.
    var lastLine: UInt64
    /// Whether the state is newer than the store's.
    var isFromCheckpoint: Bool
    /// Whether there was neither store nor checkpoint to start from.
    var isFirstStart: Bool

    /// Why the store cannot be written at the start; nil where it is open.
    var storeFailure: String? {
        if case .copied(let reason) = origin { reason } else { nil }
    }

    /// Opens the store of an instance, and takes the checkpoint where it is newer.
    static func load(
        _ paths: InstancePaths, checkpoint: CheckpointFile, lines: AsRunFile,
        now: MonotonicInstant, wall: Int64
    ) throws(StoreOpenError) -> (hydration: Hydration, store: StoreFile) {
        let opened = try StoreOpening.open(
            directory: paths.state, runtime: paths.runtime, wall: wall)
        let newest = checkpoint.read()
        // A store that had to be replaced has another name than the one the lines waited for.
        let hydration = Hydration(
            opened.contents, origin: opened.origin, checkpoint: newest,
            lines: lines.read(store: newest?.storeID ?? opened.contents.storeID), now: now)
        return (hydration, opened.store)
    }

    /// Puts together what a store and a checkpoint hold.
    init(
        _ contents: StoreContents, origin: StoreOrigin, checkpoint: Checkpoint?,
        lines: [AsRunLine] = [], now: MonotonicInstant
    ) {
        state = contents.state
        storeID = contents.storeID
        recentKeys = contents.recentKeys
        olderFingerprints = contents.olderFingerprints
        marks = contents.factMarks
        self.origin = origin
        unstoredKeys = []
        unstoredMarks = []
        unstoredLines = []
        lastLine = max(contents.lastLine, lines.last?.number ?? 0)
        isFromCheckpoint = false
        isFirstStart = contents.state.version == 0
        if let checkpoint, accepts(checkpoint) {
            take(checkpoint)
            lastLine = max(lastLine, checkpoint.decidedLine)
            unstoredLines = lines.filter {
                $0.number > contents.lastLine && $0.number <= checkpoint.decidedLine
            }
        }
        state = state.rebased(now: now)
    }

    /// A checkpoint counts when it belongs to this store, or when the store had to be replaced, and
    /// is at least as new as the store's state.
    private func accepts(_ checkpoint: Checkpoint) -> Bool {
        let isReplaced =
            switch origin {
            case .restored, .recreated: true
            case .created, .opened, .copied: false
            }
        guard checkpoint.storeID == storeID || isReplaced else { return false }
        return checkpoint.state.version >= state.version
    }

    private mutating func take(_ checkpoint: Checkpoint) {
        let known = Set(recentKeys.map(\.key))
        unstoredKeys = checkpoint.pendingKeys.filter { !known.contains($0.key) }
        recentKeys += unstoredKeys
        for mark in checkpoint.pendingMarks {
            let stored = marks[mark.source]
            if stored?.epoch == mark.epoch, (stored?.sequence ?? 0) >= mark.sequence { continue }
            marks[mark.source] = mark
            unstoredMarks.append(mark)
        }
        isFromCheckpoint = checkpoint.state != state
        state = checkpoint.state
        isFirstStart = isFirstStart && state.version == 0
    }
}
