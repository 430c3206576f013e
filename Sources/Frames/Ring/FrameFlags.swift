/// Marks on one frame in a slot.
public struct FrameFlags: OptionSet, Sendable, Hashable {
    /// The bits as stored.
    public let rawValue: UInt32
    /// Makes flags from stored bits; unknown bits are kept.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The input was lost when this frame was made: held, or replaced by the loss policy.
    public static let inputLost = FrameFlags(rawValue: 1 << 0)
    /// A generated test signal, not a real input.
    public static let testSignal = FrameFlags(rawValue: 1 << 1)
    /// Drawn without a change that should have been in it: not selectable while another lane is.
    public static let outOfStep = FrameFlags(rawValue: 1 << 2)
    /// The first frame after a jump of the source: a loop, a reconnect, a format change.
    public static let discontinuity = FrameFlags(rawValue: 1 << 3)
    /// The sound of this slot is made silence because the input had none.
    public static let silent = FrameFlags(rawValue: 1 << 4)
    /// Drawn with a build that is on trial off air; always with `outOfStep`.
    public static let trial = FrameFlags(rawValue: 1 << 5)
}
