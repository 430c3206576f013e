import Common
import Playout

/// The playout core, a simulated card and simulated lanes under one simulated clock and one seed.
struct Simulation {
    struct Faults {
        /// Chance per slot that a lane dies, for up to this many slots.
        var laneDeath = 0.0
        var laneDeathSlotsMax = 200
        /// Chance per slot that a frame is ready later than the tick it is wanted at.
        var frameLate = 0.0
        /// Chance per slot that the playout loop stands still, for up to this many slots.
        var hostStall = 0.0
        var hostStallSlotsMax = 30
        /// Chances per slot of device faults.
        var cardStall = 0.0
        var cardDrop = 0.0
        var cardRestart = 0.0
        /// Chance per slot that the connection breaks while the card lives on.
        var connectionBreak = 0.0
    }

    let rate: FrameRate
    let configuration: PlayoutConfiguration
    var core: PlayoutCore
    var card: SimulatedCard
    var faults = Faults()
    var laneCount = 1
    var hasPassthrough = false
    var generator: SeededGenerator
    var now: MonotonicInstant
    /// First slot at which each lane is alive again.
    var laneBack: [FrameIndex]

    private(set) var checker = SlotChecker()
    private(set) var transitions: [LifecycleTransition] = []
    private(set) var outstandingHighWater = 0
    private(set) var aheadHighWater = 0
    /// Longest run of actions without a wait: a loop that never rests would show here.
    private(set) var busyHighWater = 0
    private var readyAt: (index: FrameIndex, at: MonotonicInstant)?
    private var startedIndex: FrameIndex?
    private var lastFaultedSlot = FrameIndex(.min)

    init(
        rate: FrameRate = FrameRate(50), role: ChannelRole = .insert, depth: Int = 4,
        isPassthroughCleared: Bool = false, seed: UInt64
    ) {
        self.rate = rate
        configuration = PlayoutConfiguration(
            rate: rate, role: role, scheduledDepth: depth,
            isPassthroughCleared: isPassthroughCleared)
        now = MonotonicInstant(nanoseconds: 1_000_000_000_000)
        let anchor = TimelineAnchor(index: FrameIndex(90_000_000_000), instant: now, rate: rate)
        core = PlayoutCore(
            configuration: configuration, clock: DeviceClock(anchor: anchor, rate: rate), at: now)
        card = SimulatedCard(rate: rate, at: now)
        generator = SeededGenerator(seed: seed)
        laneBack = [FrameIndex(.min), FrameIndex(.min)]
    }

    /// A new playout process in place of the present one, resuming from what that one published.
    mutating func restartPlayout(after gap: Nanoseconds) {
        let old = core
        card.disconnect()
        advance(to: now + gap)
        let resume = PlayoutResume(
            expected: old.ledger.expected ?? old.nextIndex,
            pending: old.ledger.outstanding.map { ($0.index, $0.source) },
            rung: old.onAir ?? .slate, lastFresh: old.ladder.lastFresh, totals: old.ledger.totals)
        core = PlayoutCore(
            configuration: configuration,
            clock: DeviceClock(anchor: old.clock.anchor, rate: rate), resume: resume,
            force: old.force, at: now)
    }

    /// Runs until the core has settled `count` more slots.
    mutating func run(slots count: Int) {
        let target = checker.settledCount + count
        var busy = 0
        while checker.settledCount < target {
            deliver()
            busy += 1
            busyHighWater = max(busyHighWater, busy)
            switch core.next(at: now) {
            case .wait(let until), .awaitFrame(_, _, let until):
                busy = 0
                var wake = min(until, card.nextEventAt)
                if let readyAt, readyAt.at > now { wake = min(wake, readyAt.at) }
                advance(to: max(wake, now + 1))
            case let action: perform(action)
            }
        }
    }

    /// The playout loop stands still while the card goes on.
    mutating func standStill(for span: Nanoseconds) { advance(to: now + span) }

    /// An orderly stop, to its end.
    mutating func stop() {
        core.handle(.stop, at: now)
        while true {
            deliver()
            switch core.next(at: now) {
            case .finish: return
            case .wait(let until), .awaitFrame(_, _, let until):
                advance(to: max(min(until, card.nextEventAt), now + 1))
            case .stopDevice: card.flush(&generator)
            case let action: perform(action)
            }
        }
    }

    private mutating func advance(to instant: MonotonicInstant) {
        now = instant
        card.run(until: now, &generator)
    }

    private mutating func deliver() {
        while let event = card.receive(at: now) { core.handle(event, at: now) }
    }

    private mutating func perform(_ action: PlayoutAction) {
        switch action {
        case .record(let settlement): checker.take(settlement)
        case .transition(let transition): transitions.append(transition)
        case .connect:
            core.handle(.deviceFound, at: now)
            core.handle(.attached(card.connect()), at: now)
        case .lookUp(let index):
            injectFaults(index)
            core.handle(.available(index, availability(index), isFinal: false), at: now)
        case .schedule(let index, _, _):
            card.schedule(index, &generator)
            core.handle(.scheduled(index), at: now)
            outstandingHighWater = max(outstandingHighWater, core.depth)
            if let tick = card.mappedTick { aheadHighWater = max(aheadHighWater, index - tick) }
        case .startDevice(let index): card.start(index)
        case .stopDevice, .finish, .wait, .awaitFrame: break
        }
    }

    private mutating func injectFaults(_ index: FrameIndex) {
        guard index > lastFaultedSlot else { return }
        lastFaultedSlot = index
        func hits(_ chance: Double) -> Bool {
            chance > 0 && Double.random(in: 0..<1, using: &generator) < chance
        }
        for lane in 0..<laneCount where hits(faults.laneDeath) && index >= laneBack[lane] {
            laneBack[lane] =
                index + Int.random(in: 1...faults.laneDeathSlotsMax, using: &generator)
        }
        readyAt = nil
        if hits(faults.frameLate) {
            let delay = Int64.random(in: 0...rate.period.count * 2 / 5, using: &generator)
            readyAt = (index, now + Nanoseconds(delay))
        }
        if hits(faults.cardDrop) { card.dropsNext = true }
        if hits(faults.cardStall) {
            card.withholdUntil = now + rate.period * Int64.random(in: 1...20, using: &generator)
        }
        if hits(faults.cardRestart) {
            card.restart()
            core.handle(.deviceLost, at: now)
        } else if hits(faults.connectionBreak) {
            card.disconnect()
            core.handle(.deviceLost, at: now)
        }
        if hits(faults.hostStall) {
            let slots = Int64.random(in: 1...Int64(faults.hostStallSlotsMax), using: &generator)
            advance(to: now + rate.period * slots)
            deliver()
        }
    }

    private func availability(_ index: FrameIndex) -> Availability {
        var available: Availability = [.slate]
        let isLate = readyAt.map { $0.index == index && $0.at > now } ?? false
        if index >= laneBack[0], !isLate { available.insert(.programA) }
        if laneCount > 1, index >= laneBack[1], !isLate { available.insert(.programB) }
        if core.ladder.lastFresh != nil { available.insert(.lastGood) }
        if hasPassthrough { available.insert(.passthrough) }
        return available
    }
}
