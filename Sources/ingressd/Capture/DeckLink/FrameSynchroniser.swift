internal import Common

/// Fits an input that runs by its own clock to the output's slots. Pure.
///
/// Arrivals queue up; each slot takes one. Where none comes in time the last one is shown again, where
/// more than `depthMax` wait the oldest are left out; both are counted. A locked input, once in step,
/// does neither. Worked example: an input 50 ppm slow at 50 frames a second is short of one frame in
/// 20 000, so a picture is repeated every 400 s.
///
/// Delay is kept as short as it can be: where for a second each picture has waited longer than `slack`
/// for its slot, one is left out, so that from then on pictures are taken as they come. A clock of the
/// output that moved when its device was found would otherwise cost a frame of delay for ever.
///
/// A picture that came in time but was handed over too late, so that another stood in for it, is left out
/// at once: the delay is the same before and after. On a host that is late again and again that would
/// cost two joints in the sound each time, so there the picture is shown a slot later and the delay kept
/// until nothing has been late for a while: a second, twice as long for each stand-in within ten.
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
    private(set) var depthMax: Int
    /// So many slots without an arrival are no jitter: the input is away.
    let patience: Int
    /// How long a picture may wait for its slot, slot after slot.
    let slack: Nanoseconds
    /// Slots that are watched before one is left out for having waited.
    let watchedSlots: Int
    private(set) var waiting = 0
    private(set) var repeatCount: UInt64 = 0
    private(set) var dropCount: UInt64 = 0
    private var emptySlots = 0
    private var hasShown = false
    private var leastAge = Nanoseconds(.max)
    private var agedSlots = 0
    /// The next arrival that has waited is left out once another one is there.
    private var isTightening = false
    /// A slot showed a picture again for want of its own, for the first time in a while.
    private var hasStoodIn = false
    /// Slots since a picture stood in.
    private var slotsInStep = Int.max
    /// How often the time that is watched is doubled.
    private var doublings = 0
    private static let doublingsMax = 6

    init(
        depthMax: Int = 2, patience: Int = 5, slack: Nanoseconds = .milliseconds(5),
        watchedSlots: Int = 50
    ) {
        self.depthMax = depthMax
        self.patience = patience
        self.slack = slack
        self.watchedSlots = watchedSlots
    }

    /// An arrival was queued.
    mutating func arrived() { waiting += 1 }

    /// Everything that waits was thrown away: another signal begins.
    mutating func restart(depthMax: Int = 2) {
        self.depthMax = depthMax
        waiting = 0
        hasStoodIn = false
        slotsInStep = .max
        doublings = 0
        emptySlots = 0
        hasShown = false
        isTightening = false
        forgetAges()
    }

    /// Whether the next slot has a picture of its own, so that nothing need be waited for. `overdue` of
    /// the oldest came in time for an earlier slot.
    func isReady(overdue: Int = 0) -> Bool {
        waiting > max(isTightening ? 1 : 0, hasStoodIn ? overdue : 0)
    }
    /// Whether a slot for which nothing new comes in time has something to show all the same.
    var canRepeat: Bool { waiting > 0 || (hasShown && emptySlots < patience) }

    /// Nothing is on show, or nothing that should go on.
    var isBeginning: Bool { !hasShown || emptySlots >= patience }

    /// What the next slot shows. `age` is how long before the slot the oldest arrival was there;
    /// `overdue` of the oldest came in time for an earlier one.
    mutating func step(age: Nanoseconds = .zero, overdue: Int = 0) -> Step {
        guard waiting > 0 else {
            guard hasShown else { return .nothing }
            emptySlots += 1
            repeatCount += 1
            noteStandIn()
            forgetAges()
            return .showAgain
        }
        if slotsInStep < Int.max { slotsInStep += 1 }
        // At the beginning and after an absence the newest is shown, since whatever waits behind it
        // would be delay for ever; in step, one too many goes.
        let passed = max(isTightening ? 1 : 0, hasStoodIn ? overdue : 0)
        let inStep = max(waiting - depthMax, min(passed, waiting - 1))
        // What came at once stays together: both fields of a frame.
        let leftOut = isBeginning ? max(waiting - (depthMax - 1), 0) : inStep
        isTightening = false
        hasStoodIn = hasStoodIn && overdue > leftOut
        if leftOut > 0 { forgetAges() } else { note(age) }
        if !isBeginning { dropCount += UInt64(leftOut) }
        waiting -= leftOut + 1
        emptySlots = 0
        hasShown = true
        return .show(leavingOut: leftOut)
    }

    private mutating func noteStandIn() {
        // The slots of one late hand-over count as one.
        if slotsInStep > 0 {
            let isRare = slotsInStep > watchedSlots * 10
            hasStoodIn = isRare
            doublings = isRare ? 0 : min(doublings + 1, Self.doublingsMax)
        }
        slotsInStep = 0
    }

    private mutating func note(_ age: Nanoseconds) {
        leastAge = min(leastAge, age)
        agedSlots += 1
        guard agedSlots >= watchedSlots << doublings else { return }
        isTightening = leastAge > slack
        forgetAges()
    }

    private mutating func forgetAges() {
        leastAge = Nanoseconds(.max)
        agedSlots = 0
    }
}
