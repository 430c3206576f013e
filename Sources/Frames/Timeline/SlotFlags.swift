/// Marks on one slot record.
public struct SlotFlags: OptionSet, Sendable, Hashable {
    /// The bits as stored.
    public let rawValue: UInt32
    /// Makes flags from stored bits; unknown bits are kept.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The source was chosen by `holdover force`, not by the ladder.
    public static let forced = SlotFlags(rawValue: 1 << 0)
    /// The input of the displayed frame was lost.
    public static let inputLost = SlotFlags(rawValue: 1 << 1)
    /// Sound was faded or silent because the input had none.
    public static let silent = SlotFlags(rawValue: 1 << 2)
    /// Nobody scheduled this slot: the record was written afterwards, to count it.
    public static let accountedLater = SlotFlags(rawValue: 1 << 3)
    /// Scheduled while the device was being filled at start.
    public static let preroll = SlotFlags(rawValue: 1 << 4)

    /// Names of the known marks set, in the order of their bits.
    public var names: [String] {
        let known: [(SlotFlags, String)] = [
            (.forced, "forced"), (.inputLost, "input_lost"), (.silent, "silent"),
            (.accountedLater, "accounted_later"), (.preroll, "preroll"),
        ]
        return known.filter { contains($0.0) }.map(\.1)
    }
}
