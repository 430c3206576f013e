public import Common

/// The rungs of a channel's role and their limits, in slots.
public struct LadderRules: Sendable, Hashable {
    /// The channel's role.
    public let role: ChannelRole
    /// Whether somebody has cleared the clean input for air.
    public let isPassthroughCleared: Bool
    /// The most slots in a row that repeat a frame.
    public let repeatSlotsMax: Int
    /// Good slots in a row before leaving a lower rung for the first time (2 s).
    public let climbSlotsMin: Int
    /// The longest that wait becomes (60 s).
    public let climbSlotsMax: Int
    /// A fall this soon after a climb is a relapse and doubles the wait (5 min).
    public let relapseSlots: Int

    /// Rules for a role at a rate. A repeated picture is a frozen picture: within a programme
    /// (insert, keyfill) the viewer should soon get something alive or nothing; a source of its own
    /// has nothing better than its last picture for longer.
    public init(role: ChannelRole, rate: FrameRate, isPassthroughCleared: Bool) {
        self.role = role
        self.isPassthroughCleared = isPassthroughCleared && role == .insert
        func slots(_ seconds: Int64) -> Int { Int(rate.frames(in: .seconds(seconds))) }
        repeatSlotsMax = slots(role == .source ? 10 : 2)
        climbSlotsMin = slots(2)
        climbSlotsMax = slots(60)
        relapseSlots = slots(300)
    }

    /// The lowest rung: it needs nothing but memory of our own.
    public var floor: SlotSource { role == .keyfill ? .transparent : .black }

    /// The best rung below the repeat with what there is; passthrough only if `isPassthroughSteady`.
    public func lowerRung(_ available: Availability, isPassthroughSteady: Bool) -> SlotSource {
        if role == .keyfill { return .transparent }
        if isPassthroughCleared, isPassthroughSteady, available.contains(.passthrough) {
            return .passthrough
        }
        return available.contains(.slate) ? .slate : .black
    }
}
