import Common
import Playout

/// A card in simulated time: its own drifting clock, a queue, one tick after the other, and faults.
struct SimulatedCard {
    let rate: FrameRate
    let capacity = 16
    /// Parts per million the card runs faster than the host.
    var driftPartsPerMillion: Int64 = 0
    /// Messages wait this long at most before the host can read them.
    var jitterMax: Int64 = 0

    private(set) var tickCount: Int64 = 0
    private(set) var mappedTick: FrameIndex?
    private(set) var isConnected = false
    private(set) var queue: [Int64] = []
    private(set) var queueHighWater = 0
    /// Ticks after the start that showed their own slot, and that did not.
    private(set) var shownCount = 0
    private(set) var missedCount = 0
    private var nextTickAt: MonotonicInstant
    private var startAt: FrameIndex?
    private var shown: FrameIndex?
    private var shownMask: UInt64 = 0
    private var inbox: [(at: MonotonicInstant, event: PlayoutEvent)] = []
    private var inboxHead = 0
    private var remainder: Int64 = 0
    /// Completions are kept back until this instant (an injected stall).
    var withholdUntil = MonotonicInstant(nanoseconds: 0)
    /// The next tick drops its slot (injected).
    var dropsNext = false

    init(rate: FrameRate, at now: MonotonicInstant) {
        self.rate = rate
        nextTickAt = now + rate.period
    }

    /// When the next thing happens that the host could notice.
    var nextEventAt: MonotonicInstant {
        inboxHead < inbox.count ? min(inbox[inboxHead].at, nextTickAt) : nextTickAt
    }

    mutating func run(until now: MonotonicInstant, _ generator: inout SeededGenerator) {
        while nextTickAt <= now { tick(&generator) }
    }

    mutating func receive(at now: MonotonicInstant) -> PlayoutEvent? {
        guard inboxHead < inbox.count, inbox[inboxHead].at <= now else { return nil }
        defer {
            inboxHead += 1
            if inboxHead == inbox.count {
                inbox.removeAll(keepingCapacity: true)
                inboxHead = 0
            }
        }
        return inbox[inboxHead].event
    }

    mutating func connect() -> DeviceAttachment {
        isConnected = true
        inbox.removeAll()
        inboxHead = 0
        guard let mappedTick else { return .unmapped }
        var queued: UInt64 = 0
        for index in queue where index > mappedTick.value {
            queued |= 1 << UInt64(index - mappedTick.value - 1)
        }
        return DeviceAttachment(
            isMapped: true, tick: mappedTick, tickInstant: lastTickAt, shown: shown,
            shownMask: shownMask, queuedMask: queued)
    }

    mutating func disconnect() {
        isConnected = false
        inbox.removeAll()
        inboxHead = 0
    }

    /// The card's process dies and starts again: nothing is known any more.
    mutating func restart() {
        disconnect()
        queue.removeAll()
        mappedTick = nil
        startAt = nil
        shown = nil
    }

    /// Answers for everything queued as flushed.
    mutating func flush(_ generator: inout SeededGenerator) {
        for index in queue { send(.completed(completion(FrameIndex(index), .flushed)), &generator) }
        queue.removeAll()
    }

    /// Answers are kept back for a while; ticks go on.
    mutating func withhold(for span: Nanoseconds, at now: MonotonicInstant) {
        withholdUntil = now + span
    }

    mutating func start(_ index: FrameIndex) { startAt = index }

    mutating func schedule(_ index: FrameIndex, _ generator: inout SeededGenerator) {
        if let mappedTick, index <= mappedTick {
            send(.completed(completion(index, .late)), &generator)
        } else if queue.count >= capacity {
            send(.completed(completion(index, .dropped)), &generator)
        } else {
            queue.append(index.value)
            queueHighWater = max(queueHighWater, queue.count)
        }
    }

    private var lastTickAt: MonotonicInstant = MonotonicInstant(nanoseconds: 0)

    private mutating func tick(_ generator: inout SeededGenerator) {
        lastTickAt = nextTickAt
        tickCount += 1
        advanceClock()
        if let first = startAt {
            mappedTick = first
            startAt = nil
        } else if let last = mappedTick {
            mappedTick = last + 1
        }
        guard let index = mappedTick else { return }
        guard let place = queue.firstIndex(of: index.value) else {
            missedCount += 1
            if isConnected { send(.missed(tick: index, at: lastTickAt), &generator) }
            return
        }
        queue.remove(at: place)
        if dropsNext {
            dropsNext = false
            missedCount += 1
            send(.completed(completion(index, .dropped)), &generator)
            return
        }
        shownCount += 1
        let distance = shown.map { index - $0 } ?? 64
        shownMask = distance < 64 ? (shownMask << UInt64(distance)) | 1 : 1
        shown = index
        send(.completed(completion(index, .completed)), &generator)
    }

    private mutating func advanceClock() {
        // Exact on average: the remainder of the division is carried on.
        let unit = rate.numerator * (1_000_000 + driftPartsPerMillion)
        let (quotient, rest) = (rate.denominator * 1_000_000_000 * 1_000_000 + remainder)
            .quotientAndRemainder(dividingBy: unit)
        remainder = rest
        nextTickAt = nextTickAt + Nanoseconds(quotient)
    }

    private func completion(_ index: FrameIndex, _ result: SlotResult) -> DeviceCompletion {
        DeviceCompletion(
            index: index, result: result, tick: mappedTick ?? index, tickInstant: lastTickAt)
    }

    private mutating func send(_ event: PlayoutEvent, _ generator: inout SeededGenerator) {
        guard isConnected else { return }
        var at = lastTickAt
        if jitterMax > 0 {
            at = at + Nanoseconds(Int64.random(in: 0...jitterMax, using: &generator))
        }
        at = max(at, withholdUntil)
        if let last = inbox.last { at = max(at, last.at) }
        inbox.append((at, event))
    }
}
