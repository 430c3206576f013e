internal import Common

/// One slot waiting in the card.
struct QueuedSlot<Picture> {
    let schedule: CardSchedule
    let picture: Picture
}

/// The card's decisions: which slot a tick shows, and what becomes of the others. Pure; the caller
/// owns clock, sockets and memory. At most `capacity` slots wait at a time.
///
/// Ticks are numbered by frame index once a playout has said `start`; until then they pass without
/// an index, what is scheduled waits, and the held picture stands.
struct CardQueue<Picture> {
    /// A completion, before it is sent.
    struct Answer: Equatable {
        let index: Int64
        let result: CardResult
        let tickIndex: Int64
    }

    /// What one tick does.
    struct Tick {
        /// The index of this tick; nil while no playout has started.
        var index: Int64?
        /// The slot scheduled for this tick.
        var own: QueuedSlot<Picture>?
        /// What already is its result; nil when its picture is to be shown now.
        var ownResult: CardResult?
        /// Answers for other slots.
        var answers: [Answer] = []
        /// The tick had an index but nothing for it.
        var isMissed = false
        /// The card stands still: nothing is answered.
        var isStalled = false
    }

    let capacity: Int
    var faults = CardFaults()
    private(set) var timelineEpoch: UInt64 = 0
    private var slots: [Int64: QueuedSlot<Picture>] = [:]
    /// Index of the newest tick; nil while unmapped.
    private(set) var tickIndex: Int64?
    private var startIndex: Int64?
    /// Slots made late by injection: answered at the next tick.
    private var delayed: [Int64] = []
    private(set) var shownIndex = Int64.min
    private(set) var shownMask: UInt64 = 0

    init(capacity: Int) { self.capacity = capacity }

    var queuedCount: Int { slots.count }
    /// The index of the next tick; nil while no playout has started.
    var nextIndex: Int64? { startIndex ?? tickIndex.map { $0 + 1 } }
    var isMapped: Bool { tickIndex != nil || startIndex != nil }

    /// Bit k: a slot waits for index `tickIndex + 1 + k`.
    var queuedMask: UInt64 {
        guard let nextIndex else { return 0 }
        return slots.keys.reduce(0) { mask, index in
            let bit = index - nextIndex
            return (0..<64).contains(bit) ? mask | 1 << UInt64(bit) : mask
        }
    }

    /// A playout of this timeline epoch attaches. Another epoch than before ends the numbering and
    /// forgets what waits; the count of forgotten slots is returned (nobody is left to be told).
    mutating func attach(timelineEpoch: UInt64) -> Int {
        guard timelineEpoch != self.timelineEpoch else { return 0 }
        let forgotten = slots.count + delayed.count
        self.timelineEpoch = timelineEpoch
        slots.removeAll(keepingCapacity: true)
        delayed.removeAll(keepingCapacity: true)
        tickIndex = nil
        startIndex = nil
        shownIndex = .min
        shownMask = 0
        return forgotten
    }

    /// The next tick is to be `index`; ignored once ticks have numbers.
    mutating func start(at index: Int64) {
        guard tickIndex == nil else { return }
        startIndex = index
    }

    /// Takes a slot in; an answer when it is refused or takes another's place.
    mutating func schedule(_ slot: QueuedSlot<Picture>) -> Answer? {
        let index = slot.schedule.index
        if let nextIndex, index < nextIndex {
            return Answer(index: index, result: .late, tickIndex: tickIndex ?? nextIndex - 1)
        }
        let isNew = slots[index] == nil
        guard !isNew || slots.count < capacity else {
            return Answer(index: index, result: .dropped, tickIndex: tickIndex ?? index)
        }
        slots[index] = slot
        // The one before it under this index is never shown.
        return isNew
            ? nil : Answer(index: index, result: .dropped, tickIndex: tickIndex ?? index)
    }

    /// One tick passes. Where it has a slot of its own without a result, `finish` must follow once
    /// the picture is copied, or could not be.
    mutating func tick() -> Tick {
        guard let index = nextIndex else { return Tick() }
        startIndex = nil
        tickIndex = index
        var tick = Tick(index: index)
        if faults.stalledTickCount > 0 {
            faults.stalledTickCount -= 1
            tick.isStalled = true
            return tick
        }
        tick.answers = delayed.map { Answer(index: $0, result: .late, tickIndex: index) }
        delayed.removeAll(keepingCapacity: true)
        // Whatever a stall has left behind its tick was there in time, and was not shown.
        for passed in slots.keys.filter({ $0 < index }).sorted() {
            slots[passed] = nil
            tick.answers.append(Answer(index: passed, result: .dropped, tickIndex: index))
        }
        tick.own = slots.removeValue(forKey: index)
        if tick.own == nil {
            tick.isMissed = true
        } else if faults.lateCount > 0 {
            faults.lateCount -= 1
            tick.ownResult = .late
            // Its lateness is measured at the next tick, and answered there.
            delayed.append(index)
        } else if faults.dropCount > 0 {
            faults.dropCount -= 1
            tick.ownResult = .dropped
            tick.answers.append(Answer(index: index, result: .dropped, tickIndex: index))
        }
        return tick
    }

    /// The slot of this tick is on show (or its picture could not be read), which is its answer.
    mutating func finish(_ index: Int64, isShown: Bool) -> Answer {
        if isShown {
            let step = shownIndex == .min ? Int64(64) : index - shownIndex
            shownMask = step >= 64 ? 1 : shownMask << UInt64(step) | 1
            shownIndex = index
        }
        return Answer(
            index: index, result: isShown ? .completed : .dropped, tickIndex: tickIndex ?? index)
    }

    /// Empties the queue: a stop or an unplug.
    mutating func flush() -> [Answer] {
        let indices = slots.keys.sorted() + delayed
        slots.removeAll(keepingCapacity: true)
        delayed.removeAll(keepingCapacity: true)
        return indices.map { Answer(index: $0, result: .flushed, tickIndex: tickIndex ?? $0) }
    }
}
