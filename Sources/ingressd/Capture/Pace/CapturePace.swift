internal import Common

/// Which index to write next, and when: one after the other, so that readers find it there. Pure.
///
/// A live source does not lead: what comes in while slot n is on air is written as n, since no reader
/// looks for n before slot n + 1 begins. Files and test signals, which know their future, lead by most
/// of a second: a capture that is killed and back within that time costs its readers nothing.
///
/// A capture that has fallen behind catches up back to back as long as readers can still use the
/// frames; what is older is skipped and counted. Worked example at 50 fps, lead 1, delay 7: woken
/// 60 ms late, three frames follow at once; woken 400 ms late, the index jumps to where 7 are written.
struct CapturePace: Equatable {
    enum Step: Equatable {
        /// Nothing to do before this instant.
        case wait(until: MonotonicInstant)
        /// Write this index now.
        case write(FrameIndex)
        /// These slots can no longer be used; ask again.
        case skip(from: FrameIndex, count: Int)
    }

    /// How far behind the slot that comes next a frame is still worth writing.
    let lagMax: Int
    /// The frame of slot n is made this many slots before n begins.
    let lead: Int
    private(set) var next: FrameIndex?
    private(set) var timelineEpoch: UInt64 = 0

    init(lead: Int, lagMax: Int) {
        self.lead = lead
        self.lagMax = lagMax
    }

    /// Goes on where a predecessor stopped, before the first step.
    mutating func resume(at index: FrameIndex, timelineEpoch: UInt64) {
        next = index
        self.timelineEpoch = timelineEpoch
    }

    /// What to do at `now`. `timelineEpoch` afterwards tells whether a new timeline is followed.
    mutating func step(
        at now: MonotonicInstant, anchor: TimelineAnchor, timelineEpoch: UInt64
    ) -> Step {
        let soonest = anchor.index(at: now) + 1
        if timelineEpoch != self.timelineEpoch || next == nil {
            self.timelineEpoch = timelineEpoch
            next = soonest
        }
        guard var index = next else { return .wait(until: now) }
        // A clock that went back by more than a moment is another clock.
        if index - soonest > lead + 50 {
            index = soonest
            next = soonest
        }
        if index - soonest >= lead {
            return .wait(until: anchor.instant(of: index - lead))
        }
        if soonest - index > lagMax {
            let count = soonest - index - lagMax
            next = index + count
            return .skip(from: index, count: count)
        }
        return .write(index)
    }

    /// The index of the last step has been written, or given up.
    mutating func advance() { next = next.map { $0 + 1 } }
}
