internal import Common

/// Which index to write next, and when: one after the other, each a little before its slot begins,
/// so that readers find it there. Pure.
///
/// A capture that has fallen behind catches up back to back as long as readers can still use the
/// frames; what is older is skipped and counted. Worked example at 50 fps, delay 7: woken 60 ms late,
/// three frames follow at once; woken 400 ms late, the index jumps by 13 to where 7 are written.
struct CapturePace: Equatable {
    enum Step: Equatable {
        /// Nothing to do before this instant.
        case wait(until: MonotonicInstant)
        /// Write this index now.
        case write(FrameIndex)
        /// These slots can no longer be used; ask again.
        case skip(from: FrameIndex, count: Int)
    }

    /// How far behind the newest useful index a frame is still worth writing.
    let lagMax: Int
    private(set) var next: FrameIndex?
    private(set) var timelineEpoch: UInt64 = 0

    init(lagMax: Int) { self.lagMax = lagMax }

    /// The frame of slot n is made one slot before n begins.
    static let leadSlots = 1

    /// What to do at `now`. `isNewEpoch` is told by comparing `timelineEpoch` before and after.
    mutating func step(
        at now: MonotonicInstant, anchor: TimelineAnchor, timelineEpoch: UInt64
    ) -> Step {
        let due = anchor.index(at: now) + Self.leadSlots
        if timelineEpoch != self.timelineEpoch || next == nil {
            self.timelineEpoch = timelineEpoch
            next = due
        }
        guard let index = next else { return .wait(until: now) }
        // A clock that went back by more than a moment is another clock.
        if index.value > due.value + 50 { next = due }
        if index > due {
            return .wait(until: anchor.instant(of: index - Self.leadSlots))
        }
        if due - index > lagMax {
            let count = due - index - lagMax
            next = index + count
            return .skip(from: index, count: count)
        }
        return .write(index)
    }

    /// The index of the last step has been written, or given up.
    mutating func advance() { next = next.map { $0 + 1 } }
}
