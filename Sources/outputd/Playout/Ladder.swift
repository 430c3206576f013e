public import Common

/// Which source each slot shows. A value: `step` decides one slot and moves on.
///
/// Down goes at once, up only with proof. A single missed frame is repeated and the next good frame
/// ends it, since nobody sees one repeat. Below the repeat the picture changes visibly, so the way
/// back needs two good seconds, and twice as many for each relapse within five minutes, up to a
/// minute: a renderer that dies every three seconds would otherwise flicker between programme and
/// slate for hours. Worked example at 50 fps: the lane dies at slot 0; slots 0–99 repeat, slot 100
/// shows the slate; the lane is back at 300; programme from slot 399 (its hundredth good frame).
/// It dies again at 1000: repeats to 1099, slate, and this time 200 good frames are asked for.
///
/// The choice of lane is sticky: both draw equal frames, and changing for no reason would only add
/// risk.
public struct Ladder: Sendable, Hashable {
    /// Rungs and limits.
    public let rules: LadderRules
    /// What the last slot showed, had nothing been forced.
    public private(set) var rung: SlotSource
    /// The lane in use, or used last: `programA` or `programB`.
    public private(set) var lane: SlotSource
    /// Newest slot for which programme was chosen; nil before the first.
    public private(set) var lastFresh: FrameIndex?
    /// Good slots in a row that leaving a lower rung takes now.
    public private(set) var climbSlots: Int
    /// Times the lane changed.
    public private(set) var laneChangeCount = 0
    /// Times programme came back from a lower rung.
    public private(set) var climbCount = 0
    /// Times it fell below the repeat.
    public private(set) var fallCount = 0
    private var goodSince: FrameIndex?
    private var passthroughSince: FrameIndex?
    private var lastClimb: FrameIndex?

    /// A ladder before its first slot: no programme has been seen, the first good frame is taken.
    public init(rules: LadderRules) {
        self.rules = rules
        rung = rules.role == .keyfill ? .transparent : .slate
        lane = .programA
        climbSlots = rules.climbSlotsMin
    }

    /// A ladder that goes on where a predecessor stopped: at `rung`, its last programme slot being
    /// `lastFresh`.
    public init(rules: LadderRules, resuming rung: SlotSource, lastFresh: FrameIndex?) {
        self.init(rules: rules)
        if rung.isProgram { lane = rung }
        switch rung {
        case .programA, .programB, .repeat, .hold: self.rung = .repeat
        case .passthrough, .slate, .black, .transparent: break
        }
        self.lastFresh = lastFresh
    }

    /// Whether the rung is below the repeat.
    public var isLow: Bool { !rung.isProgram && rung != .repeat }

    /// The lane a slot with these frames would show, or nil.
    public func freshLane(_ available: Availability) -> SlotSource? {
        if available.allows(lane) { return lane }
        let other: SlotSource = lane == .programA ? .programB : .programA
        return available.allows(other) ? other : nil
    }

    /// Decides slot `index`. Indexes must grow; skipped ones count as time passed.
    public mutating func step(_ index: FrameIndex, _ available: Availability) -> SlotSource {
        let fresh = freshLane(available)
        goodSince = fresh == nil ? nil : (goodSince ?? index)
        let hasPassthrough = available.contains(.passthrough)
        passthroughSince = hasPassthrough ? (passthroughSince ?? index) : nil
        if let fresh, mayShowProgramme(index) {
            if isLow {
                if lastFresh != nil { climbCount += 1 }
                lastClimb = lastFresh == nil ? nil : index
            }
            if fresh != lane {
                lane = fresh
                laneChangeCount += 1
            }
            lastFresh = index
            rung = fresh
        } else if !isLow, let last = lastFresh, index - last <= rules.repeatSlotsMax,
            available.contains(.lastGood)
        {
            rung = .repeat
        } else {
            rung = lower(index, available)
        }
        return rung
    }

    private func mayShowProgramme(_ index: FrameIndex) -> Bool {
        guard isLow, lastFresh != nil else { return true }
        guard let goodSince else { return false }
        return index - goodSince + 1 >= climbSlots
    }

    private mutating func lower(_ index: FrameIndex, _ available: Availability) -> SlotSource {
        let isFalling = !isLow
        if isFalling {
            fallCount += 1
            let isRelapse = lastClimb.map { index - $0 <= rules.relapseSlots } ?? false
            climbSlots =
                isRelapse ? min(climbSlots * 2, rules.climbSlotsMax) : rules.climbSlotsMin
        }
        let isSteady =
            isFalling || rung == .passthrough
            || passthroughSince.map { index - $0 + 1 >= rules.climbSlotsMin } ?? false
        return rules.lowerRung(available, isPassthroughSteady: isSteady)
    }
}
