public import Common

/// What may be wrong with what was aired.
public enum Defect: String, Sendable, Hashable, CaseIterable {
    case black, freeze, level, flash, silence, overload
}

/// One change of a defect.
public enum DefectChange: Sendable, Hashable {
    /// It has lasted long enough to be one; `start` is where it really began.
    case began(Defect, id: UInt64, start: FrameIndex)
    /// It is over; `end` is the first good slot.
    case ended(Defect, id: UInt64, start: FrameIndex, end: FrameIndex)
}

/// Turns "it is so in this slot" into defects with a beginning and an end. A defect begins once its
/// condition has held for its time, with the slot where that began; it ends once the condition has not
/// held for a second, with the first slot after it, so that flickering conditions make one defect.
public struct DefectTracker: Sendable {
    private struct Run: Sendable {
        var since: FrameIndex?
        var lastBad: FrameIndex?
        var id: UInt64?
    }

    private var runs: [Defect: Run] = [:]
    private let patience: [Defect: Int]
    private let mercy: Int

    /// `patience`: slots a condition must hold; the others at once.
    public init(rate: FrameRate, patience: [Defect: Nanoseconds]) {
        self.patience = patience.mapValues { max(Int(rate.frames(in: $0)), 1) }
        mercy = max(Int(rate.framesPerSecond.rounded()), 1)
    }

    /// The condition of a slot; `nil` where it cannot be told, which changes nothing.
    public mutating func note(
        _ defect: Defect, _ isBad: Bool?, at index: FrameIndex
    ) -> DefectChange? {
        guard let isBad else { return nil }
        var run = runs[defect] ?? Run()
        defer { runs[defect] = run }
        if isBad {
            run.since = run.since ?? index
            run.lastBad = index
            guard run.id == nil, let since = run.since,
                index - since + 1 >= patience[defect, default: 1]
            else { return nil }
            let id = Self.identifier(defect, since)
            run.id = id
            return .began(defect, id: id, start: since)
        }
        guard let since = run.since, let last = run.lastBad else { return nil }
        guard let id = run.id else {
            run = Run()
            return nil
        }
        guard index - last > mercy else { return nil }
        run = Run()
        return .ended(defect, id: id, start: since, end: last + 1)
    }

    /// Unique in a timeline epoch: one defect of a kind begins at a slot.
    static func identifier(_ defect: Defect, _ start: FrameIndex) -> UInt64 {
        let kind = UInt64(Defect.allCases.firstIndex(of: defect) ?? 0)
        return UInt64(bitPattern: start.value) << 3 | kind
    }

    /// Defects that stand.
    public var standing: [Defect] {
        Defect.allCases.filter { runs[$0]?.id != nil }
    }
}
