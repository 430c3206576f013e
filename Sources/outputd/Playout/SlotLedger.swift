public import Common

/// Exactly one source and one result for each slot, without gaps and without doubles.
///
/// Slots enter in order, when they are scheduled or found missed; the device's answers settle them
/// in any order. What enters is `expected`, so a slot can neither be forgotten nor counted twice.
public struct SlotLedger: Sendable {
    /// One slot the device has not answered for.
    public struct Outstanding: Sendable, Hashable {
        public let index: FrameIndex
        public let source: SlotSource
        public let scheduledAt: MonotonicInstant
        /// Scheduled when its tick had gone by, or as good as.
        let wasOverdue: Bool
    }

    /// Slots that can be outstanding at once.
    public static let capacity = 32
    /// The next slot to enter; nil before the first.
    public private(set) var expected: FrameIndex?
    /// Slots settled, by source, result and cause.
    public private(set) var totals: SlotTotals
    /// Newest slot the device showed on time.
    public private(set) var lastCompleted: FrameIndex?
    private(set) var slots: [Outstanding] = []
    /// Settlements not yet taken by the shell.
    private var settled: [SlotSettlement] = []

    /// A ledger that goes on from `expected` and `totals`.
    public init(expected: FrameIndex? = nil, totals: SlotTotals = SlotTotals()) {
        self.expected = expected
        self.totals = totals
        slots.reserveCapacity(Self.capacity)
        settled.reserveCapacity(Self.capacity * 2)
    }

    /// Slots scheduled and not answered for, oldest first.
    public var outstanding: [Outstanding] { slots }
    /// How many.
    public var outstandingCount: Int { slots.count }
    /// Slots entered so far and settled or still outstanding.
    public var enteredCount: UInt64 { totals.total + UInt64(slots.count) }

    /// The next settlement for the shell to write down, or nil.
    public mutating func takeSettlement() -> SlotSettlement? {
        settled.isEmpty ? nil : settled.removeFirst()
    }

    /// `index` was scheduled from `source`. Precondition: it is the expected one, and there is room.
    mutating func enter(
        _ index: FrameIndex, _ source: SlotSource, at now: MonotonicInstant, wasOverdue: Bool
    ) {
        precondition(expected == nil || expected == index, "slots enter in order")
        precondition(slots.count < Self.capacity)
        slots.append(
            Outstanding(index: index, source: source, scheduledAt: now, wasOverdue: wasOverdue))
        expected = index + 1
    }

    /// Takes over a predecessor's slot that the device still holds. Precondition: below `expected`.
    mutating func inherit(_ slot: Outstanding) {
        precondition(expected.map { slot.index < $0 } ?? false)
        slots.append(slot)
    }

    /// All slots from the expected one up to, not including, `index` were missed.
    mutating func skip(to index: FrameIndex, cause: LostCause, at now: MonotonicInstant) {
        guard let first = expected, first < index else {
            expected = max(expected ?? index, index)
            return
        }
        let count = index - first
        totals[.repeat, .dropped] += UInt64(count)
        totals[lost: cause] += UInt64(count)
        settled.append(
            SlotSettlement(
                index: first, count: count, source: .repeat, result: .dropped, cause: cause,
                wasScheduled: false, at: now))
        expected = index
    }

    /// The device answered for `index`; false when that slot is not outstanding.
    @discardableResult
    mutating func settle(
        _ index: FrameIndex, _ result: SlotResult, cause: LostCause, at now: MonotonicInstant
    ) -> Bool {
        guard let position = slots.firstIndex(where: { $0.index == index }) else { return false }
        let slot = slots.remove(at: position)
        totals[slot.source, result] += 1
        if cause != .none { totals[lost: cause] += 1 }
        if result == .completed { lastCompleted = max(lastCompleted ?? index, index) }
        settled.append(
            SlotSettlement(
                index: index, count: 1, source: slot.source, result: result, cause: cause,
                wasScheduled: true, at: now))
        return true
    }

    /// The outstanding slot of `index`, if any.
    func slot(_ index: FrameIndex) -> Outstanding? { slots.first { $0.index == index } }
}

extension SlotLedger {
    /// The oldest slot without an answer.
    var oldestOutstanding: FrameIndex? { slots.min { $0.index < $1.index }?.index }
}
