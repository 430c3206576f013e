import Common
import Playout
import Testing

/// Holds the ledger's promise from outside: each slot settled once, none left out.
struct SlotChecker {
    private(set) var settledCount = 0
    private(set) var lostCount = 0
    private(set) var lost: [LostCause: Int] = [:]
    private(set) var bySource: [SlotSource: Int] = [:]
    private(set) var first: FrameIndex?
    private(set) var doubles = 0
    /// Changes between programme and something below the repeat.
    private(set) var visibleChanges = 0
    private(set) var longestRepeat = 0
    /// Runs of lost slots.
    private(set) var lostRuns = 0
    private var lastLost: FrameIndex?
    private var repeatRun = 0
    private var sources: [Int64: SlotSource] = [:]
    private var wasLow: Bool?
    /// All below are settled; settled ones above.
    private(set) var frontier: FrameIndex?
    private var above: Set<Int64> = []

    /// Settled slots that wait for an older one.
    var holes: Int { above.count }

    /// What was scheduled for a recent slot.
    func sourceOf(_ index: FrameIndex) -> SlotSource? { sources[index.value] }

    mutating func take(_ settlement: SlotSettlement) {
        settledCount += settlement.count
        bySource[settlement.source, default: 0] += settlement.count
        if settlement.isLost {
            lostCount += settlement.count
            lost[settlement.cause, default: 0] += settlement.count
            if lastLost.map({ settlement.index - $0 > 1 }) ?? true { lostRuns += 1 }
            lastLost = settlement.index + (settlement.count - 1)
        }
        sources[settlement.index.value] = settlement.source
        sources[settlement.index.value - 1_024] = nil
        if settlement.wasScheduled { look(settlement.source) }
        if first == nil {
            first = settlement.index
            frontier = settlement.index
        }
        for offset in 0..<settlement.count {
            let index = settlement.index.value + Int64(offset)
            guard let frontier, index >= frontier.value, above.insert(index).inserted else {
                doubles += 1
                continue
            }
        }
        while let next = frontier, above.remove(next.value) != nil { frontier = next + 1 }
    }

    private mutating func look(_ source: SlotSource) {
        repeatRun = source == .repeat ? repeatRun + 1 : 0
        longestRepeat = max(longestRepeat, repeatRun)
        guard source != .repeat, source != .hold else { return }
        let isLow = !source.isProgram
        if let wasLow, wasLow != isLow { visibleChanges += 1 }
        wasLow = isLow
    }
}
