import Common
import DeckLink

/// When the state of the reference is worth telling. A card locks only while it plays, so a reference
/// that is not there yet is nothing to tell before its patience is over. Owned by the playout thread.
struct ReferenceWatch {
    private let deadline: MonotonicInstant
    private var nextLook: MonotonicInstant
    private var told: Bool?
    static let interval = Nanoseconds.milliseconds(100)

    init(
        patience: Nanoseconds, startedAt: MonotonicInstant = MonotonicInstant(nanoseconds: 0)
    ) {
        deadline = startedAt + patience
        nextLook = startedAt
    }

    /// Whether the reference is locked, where that is news. Looks every 100 ms.
    mutating func step(
        at now: MonotonicInstant, status: () -> DeckLinkPlayer.Reference
    ) -> Bool? {
        guard now >= nextLook else { return nil }
        nextLook = now + Self.interval
        let isLocked: Bool
        switch status() {
        case .notSupported: return nil
        case .locked: isLocked = true
        case .unlocked: isLocked = false
        }
        let isDue = isLocked || told == true || now >= deadline
        guard isDue, told != isLocked else { return nil }
        told = isLocked
        return isLocked
    }
}

/// Finds a card whose clock stands still. Owned by the playout thread.
struct ProgressWatch {
    private var newest: FrameIndex?
    private var changedAt: MonotonicInstant
    static let limit = Nanoseconds.seconds(1)

    init(startedAt: MonotonicInstant = MonotonicInstant(nanoseconds: 0)) { changedAt = startedAt }

    /// Whether the position has been the same, or unknown, for a second.
    mutating func hasStalled(_ index: FrameIndex?, at now: MonotonicInstant) -> Bool {
        if let index, index != newest {
            newest = index
            changedAt = now
            return false
        }
        return now - changedAt >= Self.limit
    }
}
