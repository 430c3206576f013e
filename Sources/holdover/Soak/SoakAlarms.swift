import Proto

/// Counts alarms raised and cleared, from one read model of the coordinator to the next.
struct SoakAlarms {
    private var raised: [AlarmKey: UInt64] = [:]
    private var cleared: [AlarmKey: Int64] = [:]

    /// What happened since the model before; nothing where there is no model.
    mutating func count(_ model: ReadModel?) -> (raised: Int, cleared: Int) {
        guard let model else { return (0, 0) }
        var counts = (raised: 0, cleared: 0)
        for alarm in model.alarms {
            let known = raised[alarm.key] ?? 0
            if alarm.count > known { counts.raised += Int(alarm.count - known) }
            if !alarm.active, alarm.clearedWallNanoseconds != cleared[alarm.key] {
                counts.cleared += 1
            }
            raised[alarm.key] = alarm.count
            if !alarm.active { cleared[alarm.key] = alarm.clearedWallNanoseconds }
        }
        return counts
    }
}
