public import Common

extension RuntimeState {
    /// The state with its monotonic instants made valid for this boot: after a reboot the clock
    /// starts anew, and an automation touched "in the future" would never settle.
    public func rebased(now: MonotonicInstant) -> RuntimeState {
        var state = self
        for (key, entry) in overlay.entries where entry.touchedAt > now {
            state.overlay.entries[key]?.touchedAt = now
        }
        for (name, alarm) in alarms {
            if let since = alarm.unansweredSince, since > now {
                state.alarms[name]?.unansweredSince = now
            }
            if let until = alarm.shelvedUntil, until > now + .seconds(86_400) {
                state.alarms[name]?.shelvedUntil = now
            }
        }
        if let taken = run.rundown?.takenAt, taken > now {
            state.run.rundown?.takenAt = now
            state.run.rundown?.endsAt = run.rundown?.endsAt.map { now + ($0 - taken) }
        }
        return state
    }
}
