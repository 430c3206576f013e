import Common

/// What to show of an input that comes and goes, decided frame by frame. Pure.
///
/// A missing frame is bridged by the last one for a second; then the input's loss policy applies,
/// and after that only 25 good frames in a row bring the input back, so that a flapping source
/// does not flicker.
struct InputGate: Equatable {
    enum Presentation: Equatable {
        /// The frame that just came.
        case live
        /// The last good frame, for the moment.
        case held
        /// What the loss policy says.
        case lost
    }

    enum Change: Equatable {
        case lost
        case returned
    }

    static let goodFramesToReturn = 25

    private let holdFrames: Int
    private var missing = 0
    private var good = 0
    private var isLost = true
    private var hasEverBeenThere = false

    /// `rate` says how many frames a second has.
    init(rate: FrameRate) {
        holdFrames = Int(max(rate.frames(in: .seconds(1)), 1))
    }

    /// Whether the last frame was there, so that the next one is worth waiting for.
    var isSteady: Bool { missing == 0 }

    /// Tells whether the wanted input frame is there. `change` names the instant at which the
    /// input was lost or came back.
    mutating func advance(isThere: Bool) -> (show: Presentation, change: Change?) {
        guard isThere else {
            good = 0
            missing += 1
            if isLost { return (.lost, nil) }
            guard missing > holdFrames else { return (.held, nil) }
            isLost = true
            return (.lost, .lost)
        }
        missing = 0
        good += 1
        guard isLost else { return (.live, nil) }
        // The very first picture need not prove itself: there is nothing better to show.
        guard !hasEverBeenThere || good >= Self.goodFramesToReturn else { return (.lost, nil) }
        hasEverBeenThere = true
        isLost = false
        return (.live, .returned)
    }
}
