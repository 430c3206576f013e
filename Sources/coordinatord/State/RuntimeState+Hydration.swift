public import Common

extension RuntimeState {
    /// The state with its monotonic instants made valid for this boot: after a reboot the clock
    /// starts anew, and an automation touched "in the future" would never settle.
    public func rebased(now: MonotonicInstant) -> RuntimeState {
        var state = self
        for (key, entry) in overlay.entries where entry.touchedAt > now {
            state.overlay.entries[key]?.touchedAt = now
        }
        return state
    }
}
