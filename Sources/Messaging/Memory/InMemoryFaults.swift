public import Common

/// What goes wrong on an in-memory bus. The same seed gives the same faults in the same order.
public struct InMemoryFaults: Sendable, Hashable {
    /// Of 1 000 messages, how many vanish although they were sent.
    public var lossPerMille = 0
    /// Of 1 000 messages, how many arrive twice.
    public var duplicationPerMille = 0
    /// Every message takes at least this long.
    public var delayMinimum = Nanoseconds.zero
    /// And at most this long; order between two peers on one socket is kept.
    public var delayMaximum = Nanoseconds.zero

    /// Nothing goes wrong.
    public init() {}

    /// Takes the given faults.
    public init(
        lossPerMille: Int = 0, duplicationPerMille: Int = 0, delayMinimum: Nanoseconds = .zero,
        delayMaximum: Nanoseconds = .zero
    ) {
        self.lossPerMille = lossPerMille
        self.duplicationPerMille = duplicationPerMille
        self.delayMinimum = delayMinimum
        self.delayMaximum = delayMaximum
    }
}

/// A small seeded generator, so that a failing test can be run again.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
