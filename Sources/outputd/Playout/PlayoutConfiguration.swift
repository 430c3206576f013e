public import Common

/// What the playout core must know about its channel. A value, made once.
public struct PlayoutConfiguration: Sendable {
    public let rate: FrameRate
    /// Rungs and limits of the channel's role.
    public let rules: LadderRules
    /// Slots the device is kept ahead by; 2–16.
    public let scheduledDepth: Int
    /// Slots between the tick that shows a frame and its completion: 0 where the device answers at the
    /// beginning of the tick, 1 where at its end.
    public let completionLag: Int
    /// First pause between attempts to reach the device.
    public let retryFirst: Nanoseconds
    /// Longest such pause.
    public let retryMax: Nanoseconds
    /// How long the device may take to answer an attach, and to drain at a stop.
    public let answerTimeout: Nanoseconds
    /// So long without a loss, degraded becomes running again.
    public let steadyAfter: Nanoseconds
    /// Slots older than this are counted as lost while no device is there.
    public let goneByMargin: Nanoseconds

    /// A configuration with the given depth; times have fixed values that suit every rate.
    public init(
        rate: FrameRate, role: ChannelRole, scheduledDepth: Int, isPassthroughCleared: Bool,
        completionLag: Int = 0
    ) {
        precondition((1...16).contains(scheduledDepth))
        self.rate = rate
        rules = LadderRules(
            role: role, rate: rate, isPassthroughCleared: isPassthroughCleared)
        self.scheduledDepth = scheduledDepth
        self.completionLag = completionLag
        retryFirst = .milliseconds(10)
        retryMax = .milliseconds(250)
        answerTimeout = .seconds(1)
        steadyAfter = .seconds(5)
        goneByMargin = .seconds(1)
    }
}
