internal import Common

/// How an input stands, from what happens slot by slot: lost after a second without frames, back
/// after 25 good ones. Pure.
struct InputCondition: Equatable {
    enum State: Equatable {
        /// Never there since the start.
        case missing
        /// Frames come.
        case present
        /// It was there, and has been away for less than a second: held by the renderer.
        case holding
        /// Away for a second or more.
        case lost
        /// Frames come again, and are being watched.
        case returning
    }

    static let lostAfter = Nanoseconds.seconds(1)
    /// The same at the start, where a decoder has yet to come up and nothing is known to be wrong.
    static let neverThereAfter = Nanoseconds.seconds(5)
    static let goodFramesToReturn = 25

    private(set) var state = State.missing
    private var lastFrameAt: MonotonicInstant
    private var goodCount = 0

    init(startedAt: MonotonicInstant) { lastFrameAt = startedAt }

    /// True while an alarm stands.
    var isAlarming: Bool { state == .lost || state == .returning }

    /// A frame was written. True when the state has changed.
    mutating func frameWritten(at now: MonotonicInstant) -> Bool {
        lastFrameAt = now
        switch state {
        case .missing, .holding:
            state = .present
            return true
        case .present: return false
        case .lost:
            state = .returning
            goodCount = 1
            return true
        case .returning:
            goodCount += 1
            guard goodCount >= Self.goodFramesToReturn else { return false }
            state = .present
            return true
        }
    }

    /// A slot passed without a frame, with or without a known reason. True when the state has changed.
    mutating func frameMissed(at now: MonotonicInstant, isExplained: Bool) -> Bool {
        let before = state
        let isPatient = state == .missing && !isExplained
        let isLong = now - lastFrameAt >= (isPatient ? Self.neverThereAfter : Self.lostAfter)
        switch state {
        case .present: state = isLong ? .lost : .holding
        case .missing, .holding: if isLong { state = .lost }
        case .lost: break
        case .returning:
            state = .lost
            goodCount = 0
        }
        return state != before
    }
}
