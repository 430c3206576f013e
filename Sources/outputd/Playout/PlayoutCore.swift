public import Common

/// The playout state machine: everything about the output that is a decision, under a clock given to
/// it. Owned by the playout thread.
///
/// The shell tells it what happened (`handle`) and asks what to do (`next`) until it is told to wait.
/// A slot's way: `lookUp` → `available` → `schedule` → `scheduled` → `completed` → `record`.
///
/// **Feeding.** A slot is taken once the device's queue has room, which its completions make; it is
/// never filled beyond the scheduled depth, neither in count nor in index. Should the slot's frame
/// not be there yet, it is waited for until half a period after the tick that made the room; the
/// queue then still holds the rest of the depth. Then the ladder decides.
///
/// **Being late.** Where the ticks are is measured, never guessed: each completion and each missed
/// tick says so. Slots whose tick has gone by are counted as lost and the next one made is the first
/// whose tick has not. Skipping more would freeze again later, skipping less would be late forever.
/// Worked example: depth 4, last scheduled 103; playout stands still, and when it runs again the
/// newest message says tick 120: slots 104–120 are lost, 121 is made next.
public struct PlayoutCore: Sendable {
    /// What it was made with.
    public let configuration: PlayoutConfiguration
    /// The device's state.
    public internal(set) var lifecycle: Lifecycle
    /// The device's clock as measured.
    public internal(set) var clock: DeviceClock
    /// The ladder, also while something is forced.
    public internal(set) var ladder: Ladder
    /// What became of every slot.
    public internal(set) var ledger: SlotLedger
    /// What an operator forces.
    public internal(set) var force: ForceMode
    /// What the run wants on air.
    public internal(set) var directive: AirDirective
    /// First slot under the present directive; nil for one that was there from the start.
    public internal(set) var directiveSince: FrameIndex?
    /// A directive whose first slot has not been made yet.
    var nextDirective: (directive: AirDirective, from: FrameIndex)?
    /// The next slot to be scheduled; with nobody attached, the one after the index of now.
    public internal(set) var nextIndex: FrameIndex
    /// What the newest scheduled slot shows; nil before the first.
    public internal(set) var onAir: SlotSource?
    /// Whether the reference is there.
    public internal(set) var isReferenceLocked = true

    enum Step {
        case none
        case answered(FrameIndex, Availability, isFinal: Bool)
        case offered(FrameIndex, SlotSource, Availability, Ladder)
    }
    var step = Step.none
    var transitions: [LifecycleTransition] = []
    /// Index of the device's newest tick; nil while its ticks carry none of ours.
    var position: FrameIndex?
    /// First index of a device that has to be started.
    var startIndex: FrameIndex?
    var prerollBegan: MonotonicInstant
    /// Whom the next gap is to be blamed on; nil while playing.
    var gapCause: LostCause?
    var lastLoss: MonotonicInstant?
    var retryAt: MonotonicInstant
    var retryDelay: Nanoseconds
    var answerBy = MonotonicInstant.distantFuture
    var busyUntil: MonotonicInstant
    var isStopSent = false
    private var lastSeen: MonotonicInstant
    private var stallEnd: MonotonicInstant?

    /// A core whose indexes follow `clock` until a device is measured.
    ///
    /// - Parameters:
    ///   - clock: from the predecessor's anchor, else seeded from TAI.
    ///   - resume: what a predecessor left, so that it is neither forgotten nor counted twice.
    ///   - force: the latched mode.
    ///   - directive: what the run wanted last.
    public init(
        configuration: PlayoutConfiguration, clock: DeviceClock, resume: PlayoutResume? = nil,
        force: ForceMode = .auto, directive: AirDirective = .programme, at now: MonotonicInstant
    ) {
        self.configuration = configuration
        self.clock = clock
        self.force = force
        self.directive = directive
        lifecycle = Lifecycle(at: now)
        ledger = SlotLedger(expected: resume?.expected, totals: resume?.totals ?? SlotTotals())
        if let resume {
            ladder = Ladder(
                rules: configuration.rules, resuming: resume.rung, lastFresh: resume.lastFresh)
            for slot in resume.pending.prefix(SlotLedger.capacity)
            where slot.index < resume.expected {
                ledger.inherit(
                    SlotLedger.Outstanding(
                        index: slot.index, source: slot.source, scheduledAt: now,
                        wasOverdue: false))
            }
            gapCause = .outputDown
        } else {
            ladder = Ladder(rules: configuration.rules)
        }
        nextIndex = max(resume?.expected ?? FrameIndex(.min), clock.index(at: now) + 1)
        prerollBegan = now
        retryAt = now
        retryDelay = configuration.retryFirst
        busyUntil = now
        lastSeen = now
        transitions.reserveCapacity(16)
    }

    /// Whether the device is there and takes slots.
    public var isAttached: Bool {
        switch lifecycle.state {
        case .prerolling, .running, .degraded: true
        default: false
        }
    }

    /// Whether the run has taken the sound off air. Under a force an operator decides what is aired,
    /// and the sound goes with the picture.
    public var isMuted: Bool { force == .auto && directive != .programme }

    /// Whether slot `index` was made under the newest directive.
    public func isDirected(_ index: FrameIndex) -> Bool {
        nextDirective == nil && directiveSince.map { index >= $0 } ?? false
    }

    /// The latest instant at which the frame of `nextIndex` can still be taken.
    public var nextDeadline: MonotonicInstant { deadline(of: nextIndex) }

    /// Slots scheduled ahead of the device now.
    public var depth: Int { ledger.outstandingCount }

    func deadline(of index: FrameIndex) -> MonotonicInstant {
        if let startIndex {
            // Not started yet: one period for each slot, if frames can be expected at all.
            guard ladder.lastFresh != nil, !ladder.isLow else { return prerollBegan }
            return prerollBegan + clock.period * Int64(index - startIndex + 1)
        }
        let room = index - configuration.scheduledDepth + configuration.completionLag
        return clock.instant(of: room) + clock.period / 2
    }

    mutating func move(_ cause: LifecycleCause, at now: MonotonicInstant) {
        if let transition = lifecycle.move(cause, at: now) { transitions.append(transition) }
    }

    mutating func noteLoss(at now: MonotonicInstant) {
        lastLoss = now
        move(.slotLost, at: now)
    }

    /// Notices when the shell itself stood still, to tell its losses from the device's.
    mutating func noteAlive(at now: MonotonicInstant) {
        if now - lastSeen > clock.period * 3 / 2 { stallEnd = now }
        lastSeen = max(lastSeen, now)
    }

    /// Whose fault it is that `index` was never scheduled.
    func causeOfGap(at index: FrameIndex) -> LostCause {
        if let gapCause { return gapCause }
        let wanted = clock.instant(of: index - configuration.scheduledDepth)
        return stallEnd.map { $0 > wanted } ?? false ? .notScheduled : .deviceLate
    }
}
