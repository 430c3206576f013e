import Common

/// Which frame to draw next. Pure: time and the timeline come in, a decision goes out.
///
/// The lowest undrawn index in [next + 1, next + ready target] whose deadline can still be met is
/// drawn, back to back until the target is reached and never beyond. Worked example: next is 100,
/// target 2, 101 is drawn: 102 is due; were its deadline 5 ms away and a frame took 12 ms, 102
/// would be counted as an overrun. Where none can be met, the last of the window is drawn all the
/// same: a renderer that is too slow must show something.
struct Cadence {
    /// The output clock as far as the cadence needs it.
    struct View {
        /// The next index outputd will schedule.
        var next: FrameIndex
        /// How many frames beyond `next` are wanted ready.
        var readyTarget: Int
        var timelineEpoch: UInt64
        /// When index `next` has to be ready.
        var nextDeadline: MonotonicInstant
        var rate: FrameRate

        func deadline(of index: FrameIndex) -> MonotonicInstant {
            nextDeadline + rate.duration(ofFrames: index.value - next.value)
        }
    }

    enum Decision: Equatable {
        /// Draw `index`; `missed` frames before it can no longer be in time.
        case draw(index: FrameIndex, missed: Int)
        /// Everything wanted is drawn.
        case wait
    }

    private(set) var lastDrawn: FrameIndex?
    private var timelineEpoch: UInt64 = 0

    mutating func next(
        _ view: View, now: MonotonicInstant, estimate: Nanoseconds
    ) -> Decision {
        if view.timelineEpoch != timelineEpoch {
            timelineEpoch = view.timelineEpoch
            lastDrawn = nil
        }
        let highest = view.next + view.readyTarget
        // After a jump backwards of the clock, what was drawn ahead counts for nothing.
        if let drawn = lastDrawn, drawn > highest + 8 { lastDrawn = nil }
        let lowest = max(lastDrawn.map { $0 + 1 } ?? view.next + 1, view.next + 1)
        guard lowest <= highest else { return .wait }
        let skippedByClock = lastDrawn.map { max(lowest - $0 - 1, 0) } ?? 0
        var index = lowest
        while index < highest, now + estimate > view.deadline(of: index) { index += 1 }
        let isFirst = lastDrawn == nil
        lastDrawn = index
        return .draw(index: index, missed: isFirst ? 0 : skippedByClock + (index - lowest))
    }
}
