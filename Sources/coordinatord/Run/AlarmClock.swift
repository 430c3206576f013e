internal import Common
internal import Proto

/// What time does to alarms: one that nobody acknowledges becomes more severe, and one that is shelved
/// comes back. By the monotonic clock: setting the wall clock neither hides nor escalates anything.
enum AlarmClock {
    static func next(_ state: RuntimeState, _ context: DecisionContext) -> MonotonicInstant {
        var next = MonotonicInstant.distantFuture
        for bucket in state.alarms.buckets {
            for alarm in bucket.values { next = min(next, due(alarm, context.settings.run)) }
        }
        return next
    }

    private static func due(_ alarm: StandingAlarm, _ settings: RunSettings) -> MonotonicInstant {
        let escalation = escalationDue(alarm, settings) ?? .distantFuture
        return min(escalation, alarm.shelvedUntil ?? .distantFuture)
    }

    private static func escalationDue(
        _ alarm: StandingAlarm, _ settings: RunSettings
    ) -> MonotonicInstant? {
        guard settings.escalateAfter > .zero, alarm.isActive, alarm.acknowledgedBy.isEmpty,
            alarm.shelvedUntilWall == 0, alarm.severity == .warning || alarm.severity == .major,
            let since = alarm.unansweredSince
        else { return nil }
        return since + settings.escalateAfter
    }

    static func advance(_ draft: inout Draft) {
        let now = draft.context.instant
        let settings = draft.context.settings.run
        let names = draft.state.alarms.filter { due($0.value, settings) <= now }.map(\.key).sorted()
        for name in names {
            guard var alarm = draft.state.alarms[name] else { continue }
            let comesBack = alarm.shelvedUntil.map { $0 <= now } ?? false
            alarm.updatedAtWall = draft.context.wall
            if comesBack {
                alarm.unshelve()
                // Whoever hid it has the whole time again before it becomes more severe.
                alarm.unansweredSince = now
            } else {
                alarm.escalatedFrom = alarm.escalatedFrom ?? alarm.severity
                alarm.severity = alarm.severity == .warning ? .major : .critical
                alarm.escalatedAtWall = draft.context.wall
                alarm.unansweredSince = now
            }
            draft.state.alarms[name] = alarm
            let wire = alarm.wire(name, stored: false)
            draft.publish(
                comesBack
                    ? .alarmShelved(
                        AlarmShelved(alarm: wire, shelved: false, reason: "its time is over"))
                    : .alarmUpdated(AlarmUpdated(alarm: wire)))
        }
    }
}
