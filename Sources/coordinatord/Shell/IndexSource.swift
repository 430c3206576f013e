internal import Common
internal import Frames

/// Says at which output frame a change decided now takes effect. Owned by the decision thread.
struct IndexSource {
    private let reader: TimelineReader?
    private let rate: FrameRate
    private let margin: Int
    private let time: any TimeSource

    /// Frames between the reader's knowledge and a renderer's: a change that reaches the lane that
    /// draws earliest must not be late on the other one.
    init(reader: TimelineReader?, rate: FrameRate, laneCount: Int, time: any TimeSource) {
        self.reader = reader
        self.rate = rate
        self.margin = laneCount > 1 ? 2 : 1
        self.time = time
    }

    /// What the output has counted since the timeline began; nil where there is none.
    func counts() -> (timelineEpoch: UInt64, totals: SlotTotals)? {
        reader?.latest().map { ($0.timelineEpoch, $0.totals) }
    }

    /// `effective` is the first index no lane has drawn yet (0 without a timeline: at once), and
    /// `origin` where the time of a new layer starts.
    ///
    /// Worked example: outputd schedules 1000 next and wants 2 frames ready, so lanes have drawn up
    /// to 1002; with a margin of 1 a change is seen from 1003 on. While outputd is away the slots
    /// go on by the clock, and so does the index.
    func now() -> (effective: Int64, origin: Int64) {
        let now = time.now()
        guard let state = reader?.latest() else {
            // A timeline that begins later is seeded from TAI, so this is where it will be.
            let seed = FrameIndex(taiNanoseconds: time.taiNanoseconds(), rate: rate)
            return (0, seed.value)
        }
        var next = state.nextIndex
        if now > state.nextDeadline {
            next = max(next, state.indexNow(at: now) + state.scheduledDepth)
        }
        let index = next + state.readyTarget + margin
        return (index.value, index.value)
    }
}
