internal import Common

/// When a picture came, by the card's clock. Pure.
///
/// The driver hands a picture over when its thread gets a processor, which on a loaded host may be
/// long after it came. The card's stream time knows no such delay: its distance to the host's clock
/// is taken from the promptest of the last hundred hand-overs, and every picture is dated by it.
/// Worked example: hand-overs 1, 1 and 30 ms after the pictures are dated 1 ms after each of the three.
struct ArrivalClock: Equatable {
    /// The promptest distance is looked for among so many to twice as many hand-overs: long enough to
    /// find a prompt one, short enough to follow a card 100 ppm off to half a millisecond.
    static let window = 64
    /// A stream time that is off by more is another stream.
    static let jump = Nanoseconds.seconds(2)

    private var least: Nanoseconds?
    private var leastBefore: Nanoseconds?
    private var count = 0

    /// When the picture of stream time `stream`, handed over at `handedOver`, came. Never later than it
    /// was handed over.
    mutating func stamp(
        stream: Nanoseconds, handedOver: MonotonicInstant
    ) -> MonotonicInstant {
        let distance = Nanoseconds(handedOver.nanoseconds - stream.count)
        if let known = promptest, (distance - known).count > Self.jump.count { restart() }
        if count == Self.window {
            leastBefore = least
            least = nil
            count = 0
        }
        least = min(least ?? distance, distance)
        count += 1
        return handedOver - (distance - (promptest ?? distance))
    }

    /// Another stream begins.
    mutating func restart() { self = ArrivalClock() }

    private var promptest: Nanoseconds? {
        guard let least else { return leastBefore }
        return min(least, leastBefore ?? least)
    }
}
