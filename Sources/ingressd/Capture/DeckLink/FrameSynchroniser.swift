/// Fits an input that runs by its own clock to the output's slots. Pure.
///
/// Arrivals queue up; each slot takes one. Where none is there the last one is shown again, where more
/// than `depthMax` wait the oldest are left out; both are counted. A locked input, once in step, does
/// neither. Worked example: an input 50 ppm slow at 50 frames a second is short of one frame in 20 000,
/// so a picture is repeated every 400 s.
///
/// Sound goes with its picture, so that the two never part: a repeated picture repeats its sound, one
/// left out takes its sound along, and the joint is cross-faded by who mixes.
struct FrameSynchroniser: Equatable {
    enum Step: Equatable {
        /// Nothing has come yet.
        case nothing
        /// Leave out this many of the oldest, then show the next.
        case show(leavingOut: Int)
        /// Show the last one again.
        case showAgain
    }

    /// Arrivals that may wait.
    let depthMax: Int
    /// So many slots without an arrival are no jitter: the input is away.
    let patience: Int
    private(set) var waiting = 0
    private(set) var repeatCount: UInt64 = 0
    private(set) var dropCount: UInt64 = 0
    private var emptySlots = 0
    private var hasShown = false

    init(depthMax: Int = 2, patience: Int = 5) {
        self.depthMax = depthMax
        self.patience = patience
    }

    /// An arrival was queued.
    mutating func arrived() { waiting += 1 }

    /// Everything that waits was thrown away: another signal begins.
    mutating func restart() {
        waiting = 0
        emptySlots = 0
        hasShown = false
    }

    /// Whether a slot could be filled now with something worth showing.
    var isReady: Bool { waiting > 0 || (hasShown && emptySlots < patience) }

    /// What the next slot shows.
    mutating func step() -> Step {
        guard waiting > 0 else {
            guard hasShown else { return .nothing }
            emptySlots += 1
            repeatCount += 1
            return .showAgain
        }
        // After an absence what waits is shown from its newest; in step, one too many goes.
        let leftOut = max(waiting - depthMax, 0)
        dropCount += UInt64(leftOut)
        waiting -= leftOut + 1
        emptySlots = 0
        hasShown = true
        return .show(leavingOut: leftOut)
    }
}
