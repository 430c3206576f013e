internal import Common
public import Proto

/// What alarms mean. An alarm is a level: while its cause stands it cannot be cleared, only seen
/// (acknowledged) or hidden for a while (shelved). It leaves the list once its cause is gone and
/// somebody has seen it, or somebody clears it.
enum AlarmPolicy {
    /// Raises or updates an alarm.
    static func raise(
        _ name: AlarmName, severity: Severity, text: String, source: String, _ draft: inout Draft
    ) {
        let wall = draft.context.wall
        let text = String(text.prefix(500))
        guard var alarm = draft.state.alarms[name] else {
            let alarm = StandingAlarm(
                source: source, assertedBy: [source], severity: severity, text: text, count: 1,
                raisedAtWall: wall, updatedAtWall: wall, clearedAtWall: 0, acknowledgedBy: "",
                acknowledgedAtWall: 0, shelvedUntilWall: 0,
                unansweredSince: draft.context.instant)
            draft.state.alarms[name] = alarm
            draft.publish(.alarmRaised(AlarmRaised(alarm: alarm.wire(name, stored: false))))
            return
        }
        let isNew = !alarm.isActive
        let isAsserted = alarm.assertedBy.contains(source)
        if !isAsserted { alarm.assertedBy = (alarm.assertedBy + [source]).sorted() }
        // While several assert it, the first one's words stand, so that they do not alternate; but a
        // lane only sees that an input is gone, the one that captures it knows why.
        let speaks =
            isNew || alarm.source == source || source == RunComponent.capture.rawValue
            || !alarm.assertedBy.contains(alarm.source)
        if speaks {
            alarm.source = source
            // What was escalated stays so until somebody answers to it or its cause goes.
            let isWorse = severity.rawValue > alarm.severity.rawValue
            if isNew || isWorse || alarm.escalatedFrom == nil { alarm.severity = severity }
            alarm.text = text
        }
        guard alarm != draft.state.alarms[name] else { return }
        alarm.updatedAtWall = wall
        if isNew {
            // It came back: whoever saw the last one has not seen this one.
            alarm.count += 1
            alarm.clearedAtWall = 0
            alarm.acknowledgedBy = ""
            alarm.acknowledgedAtWall = 0
            alarm.acknowledgedComment = nil
            alarm.unansweredSince = draft.context.instant
            alarm.escalatedFrom = nil
            alarm.escalatedAtWall = nil
        }
        draft.state.alarms[name] = alarm
        let wire = alarm.wire(name, stored: false)
        draft.publish(
            isNew
                ? .alarmRaised(AlarmRaised(alarm: wire)) : .alarmUpdated(AlarmUpdated(alarm: wire))
        )
    }

    /// Notes that an alarm's cause is gone for one of those that asserted it.
    static func lower(_ name: AlarmName, source: String, _ draft: inout Draft) {
        guard var alarm = draft.state.alarms[name], alarm.assertedBy.contains(source) else {
            return
        }
        alarm.assertedBy.removeAll { $0 == source }
        guard !alarm.isActive else {
            draft.state.alarms[name] = alarm
            return
        }
        alarm.clearedAtWall = draft.context.wall
        alarm.updatedAtWall = draft.context.wall
        draft.state.alarms[name] = alarm.acknowledgedBy.isEmpty ? alarm : nil
        draft.publish(.alarmCleared(AlarmCleared(alarm: alarm.wire(name, stored: false))))
    }

    // MARK: Commands

    static func acknowledge(
        _ command: AcknowledgeAlarm, by principal: String, _ draft: inout Draft
    ) throws(Refusal) {
        var (name, alarm) = try find(command.key, draft)
        alarm.acknowledgedBy = principal.isEmpty ? "operator" : String(principal.prefix(128))
        alarm.acknowledgedAtWall = draft.context.wall
        alarm.acknowledgedComment = String(command.comment.prefix(500))
        alarm.updatedAtWall = draft.context.wall
        draft.state.alarms[name] = alarm.isActive ? alarm : nil
        draft.classify(.coordinationOnly, subject: name.subject)
        draft.publish(
            .alarmAcknowledged(
                AlarmAcknowledged(
                    alarm: alarm.wire(name, stored: false),
                    comment: String(command.comment.prefix(500)))))
    }

    static func clear(_ command: ClearAlarm, _ draft: inout Draft) throws(Refusal) {
        let (name, alarm) = try find(command.key, draft)
        guard !alarm.isActive else {
            throw Refusal(
                .causeStands,
                "\(name.kind) of \(name.subject) cannot be cleared while its cause stands:"
                    + " \(alarm.text)")
        }
        draft.state.alarms[name] = nil
        draft.classify(.coordinationOnly, subject: name.subject)
        draft.publish(.alarmCleared(AlarmCleared(alarm: alarm.wire(name, stored: false))))
    }

    static func shelve(_ command: ShelveAlarm, _ draft: inout Draft) throws(Refusal) {
        let day: UInt64 = 24 * 3600 * 1_000_000_000
        guard (1...day).contains(command.durationNanoseconds) else {
            throw Refusal(.valueOutOfRange, "an alarm can be hidden for up to 24 hours")
        }
        try setShelved(
            command.key, duration: Nanoseconds(Int64(command.durationNanoseconds)),
            reason: command.reason, &draft)
    }

    static func unshelve(_ command: UnshelveAlarm, _ draft: inout Draft) throws(Refusal) {
        try setShelved(command.key, duration: nil, reason: "", &draft)
    }

    private static func setShelved(
        _ key: AlarmKey, duration: Nanoseconds?, reason: String, _ draft: inout Draft
    ) throws(Refusal) {
        var (name, alarm) = try find(key, draft)
        alarm.unshelve()
        if let duration {
            alarm.shelvedUntilWall = draft.context.wall + duration.count
            alarm.shelvedUntil = draft.context.instant + duration
            alarm.shelvedReason = String(reason.prefix(500))
        } else {
            alarm.unansweredSince = draft.context.instant
        }
        alarm.updatedAtWall = draft.context.wall
        draft.state.alarms[name] = alarm
        draft.classify(.coordinationOnly, subject: name.subject)
        draft.publish(
            .alarmShelved(
                AlarmShelved(
                    alarm: alarm.wire(name, stored: false), shelved: duration != nil,
                    reason: String(reason.prefix(500)))))
    }

    private static func find(
        _ key: AlarmKey, _ draft: Draft
    ) throws(Refusal) -> (AlarmName, StandingAlarm) {
        let name = AlarmName(kind: key.kind, subject: key.subject)
        guard let alarm = draft.state.alarms[name] else {
            throw Refusal(
                .alarmNotFound,
                "there is no alarm \(LayerPolicy.shown(key.kind)) of"
                    + " \(LayerPolicy.shown(key.subject))")
        }
        return (name, alarm)
    }
}

extension StandingAlarm {
    /// The alarm as it travels.
    public func wire(_ name: AlarmName, stored: Bool) -> Alarm {
        Alarm(
            key: AlarmKey(kind: name.kind, subject: name.subject), severity: severity, text: text,
            active: isActive, count: count, raisedWallNanoseconds: raisedAtWall,
            updatedWallNanoseconds: updatedAtWall, clearedWallNanoseconds: clearedAtWall,
            acknowledgedBy: acknowledgedBy, acknowledgedWallNanoseconds: acknowledgedAtWall,
            shelvedUntilWallNanoseconds: shelvedUntilWall, stored: stored, source: source,
            acknowledgedComment: acknowledgedComment ?? "",
            escalatedWallNanoseconds: escalatedAtWall ?? 0, shelvedReason: shelvedReason ?? "")
    }
}
