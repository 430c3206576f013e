public import Common

/// One change of the device's state.
public struct LifecycleTransition: Sendable, Hashable {
    public let from: DeviceState
    public let to: DeviceState
    /// Why it happened.
    public let cause: LifecycleCause
    public let at: MonotonicInstant
}

/// Why the device's state changed; each belongs to certain changes only.
public enum LifecycleCause: String, Sendable, Hashable, CaseIterable {
    /// The device answers: it is given the format.
    case deviceFound = "device_found"
    /// It took the format: its queue is filled.
    case attached
    /// The queue is full and the device runs.
    case prerolled
    /// A slot was lost.
    case slotLost = "slot_lost"
    /// The reference is gone; the device runs on its own clock.
    case referenceLost = "reference_lost"
    /// Nothing was lost for five seconds and the reference is there.
    case steady
    /// The connection broke, or the device did not answer in time.
    case deviceLost = "device_lost"
    /// The device is there but unplugged.
    case unplugged
    /// The device cannot show the channel's format.
    case formatRefused = "format_refused"
    /// Somebody asked for an orderly end.
    case stopRequested = "stop_requested"
    /// Everything scheduled was answered for.
    case drained
}

/// The device's state machine. Only the listed changes exist; anything else is a mistake of ours.
public struct Lifecycle: Sendable, Hashable {
    /// The state now.
    public private(set) var state: DeviceState = .discovering
    /// When it was entered.
    public private(set) var since: MonotonicInstant
    /// Changes so far.
    public private(set) var transitionCount = 0

    /// Discovering, since `now`.
    public init(at now: MonotonicInstant) { since = now }

    /// Where `cause` leads from `state`, or nil where it means nothing there.
    public static func target(of cause: LifecycleCause, from state: DeviceState) -> DeviceState? {
        switch (state, cause) {
        case (.discovering, .deviceFound), (.recovering, .deviceFound), (.failed, .deviceFound):
            .configuring
        case (.configuring, .attached): .prerolling
        case (.prerolling, .prerolled): .running
        case (.running, .slotLost), (.running, .referenceLost): .degraded
        case (.degraded, .steady): .running
        case (.configuring, .deviceLost), (.prerolling, .deviceLost), (.running, .deviceLost),
            (.degraded, .deviceLost):
            .recovering
        case (.configuring, .unplugged), (.prerolling, .unplugged), (.running, .unplugged),
            (.degraded, .unplugged):
            .recovering
        case (.configuring, .formatRefused): .failed
        case (.discovering, .stopRequested), (.configuring, .stopRequested),
            (.prerolling, .stopRequested), (.running, .stopRequested), (.degraded, .stopRequested),
            (.recovering, .stopRequested), (.failed, .stopRequested):
            .stopping
        case (.stopping, .drained), (.stopping, .deviceLost): .stopped
        default: nil
        }
    }

    /// Moves on by `cause`; nil where it means nothing in the present state.
    public mutating func move(
        _ cause: LifecycleCause, at now: MonotonicInstant
    ) -> LifecycleTransition? {
        guard let target = Self.target(of: cause, from: state) else { return nil }
        let transition = LifecycleTransition(from: state, to: target, cause: cause, at: now)
        state = target
        since = now
        transitionCount += 1
        return transition
    }
}
