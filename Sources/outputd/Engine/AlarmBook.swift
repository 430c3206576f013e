import Common

/// Which of the output's alarms stand. Pure: reports and time go in, changes come out.
struct AlarmBook {
    /// The output's alarms; the raw value is the alarm's kind on the wire.
    enum Kind: String, CaseIterable, Sendable {
        case forced = "output-forced"
        case lostSlot = "output-slot-lost"
        case rung = "output-rung"
        case device = "output-device"
        case reference = "output-reference"
        case loop = "output-loop"
        case ringFormat = "output-ring-format"
        case slate = "output-slate"
    }

    struct Level: Equatable, Sendable {
        let kind: Kind
        let isActive: Bool
        let text: String
        let since: MonotonicInstant
    }

    /// So long after the last lost slot its alarm clears.
    static let lostClears = Nanoseconds.seconds(60)
    /// So long after the last death of a loop its alarm clears: longer than a loop's longest pause.
    static let loopClears = Nanoseconds.seconds(15)
    /// So long an output may look for its device before that is an alarm.
    static let seekingAlarms = Nanoseconds.seconds(3)
    /// So long a device has to run before its alarm clears: one whose clock stands still is taken, found
    /// wanting after a second, and taken again.
    static let deviceClears = Nanoseconds.seconds(2)
    /// A repeat shorter than this is no alarm: nobody sees it.
    static let repeatAlarms = Nanoseconds.milliseconds(500)

    private var active: [Kind: Level] = [:]
    private var lastLoss: MonotonicInstant?
    private var lostCount: UInt64 = 0
    private var hasHeardOfDevice = false
    private var seekingSince: MonotonicInstant?
    private var runningSince: MonotonicInstant?
    private var lastDeath: MonotonicInstant?
    private var repeatSince: MonotonicInstant?
    private var hasSeenProgramme = false

    /// Alarms that stand now.
    var standing: [Level] { Kind.allCases.compactMap { active[$0] } }

    mutating func forced(_ mode: String?, at now: MonotonicInstant) -> Level? {
        guard let mode else { return clear(.forced, "the output is on automatic", now) }
        return raise(.forced, "an operator forces \(mode) on air", now)
    }

    mutating func lost(_ count: Int, cause: LostCause, at now: MonotonicInstant) -> Level? {
        lastLoss = now
        lostCount += UInt64(count)
        return raise(
            .lostSlot,
            "\(lostCount) slots lost, last by \(cause). `holdover slots` lists them; look at the "
                + "device, and at the load of this host", now)
    }

    mutating func source(
        _ source: SlotSource, isForced: Bool, at now: MonotonicInstant
    ) -> Level? {
        repeatSince = source == .repeat ? repeatSince ?? now : nil
        if source.isProgram {
            hasSeenProgramme = true
            return clear(.rung, "programme is on air", now)
        }
        guard !isForced, source != .repeat, hasSeenProgramme else { return nil }
        return raise(.rung, "\(source) is on air instead of programme", now)
    }

    mutating func device(_ state: DeviceState, cause: String, at now: MonotonicInstant) -> Level? {
        hasHeardOfDevice = true
        seekingSince = state == .discovering ? now : nil
        switch state {
        case .running:
            runningSince = runningSince ?? now
            return nil
        case .degraded, .stopping: return nil
        case .stopped: return clear(.device, "the device is stopped", now)
        case .recovering, .failed:
            runningSince = nil
            return raise(.device, "the device is \(state): \(cause)", now)
        case .discovering, .configuring, .prerolling:
            runningSince = nil
            return nil
        }
    }

    mutating func reference(isLocked: Bool, at now: MonotonicInstant) -> Level? {
        isLocked
            ? clear(.reference, "the reference is back", now)
            : raise(
                .reference,
                "no reference: the device runs on its own clock. Check the reference's cable, and "
                    + "that its rate is the output's", now)
    }

    /// A ring of another format, or nil.
    mutating func ringFormat(_ text: String?, at now: MonotonicInstant) -> Level? {
        guard let text else {
            return clear(.ringFormat, "every ring carries the output's format", now)
        }
        return raise(.ringFormat, text, now)
    }

    /// What is wrong with the slate.
    mutating func slate(_ text: String, at now: MonotonicInstant) -> Level? {
        raise(.slate, text, now)
    }

    mutating func loopDied(
        _ name: String, count: UInt64, cause: String, at now: MonotonicInstant
    ) -> Level? {
        lastDeath = now
        return raise(.loop, "the loop \(name) died, \(count) times by now: \(cause)", now)
    }

    /// What time alone changes.
    mutating func tick(at now: MonotonicInstant) -> [Level] {
        var changes: [Level] = []
        if let lastLoss, now - lastLoss >= Self.lostClears,
            let level = clear(.lostSlot, "no slot was lost for a minute", now)
        {
            changes.append(level)
        }
        // An output begins by looking, which is no transition.
        if !hasHeardOfDevice { seekingSince = seekingSince ?? now }
        if let seekingSince, now - seekingSince >= Self.seekingAlarms,
            let level = raise(.device, "no device answers: nothing that is scheduled is shown", now)
        {
            changes.append(level)
        }
        if let runningSince, now - runningSince >= Self.deviceClears,
            let level = clear(.device, "the device is running", now)
        {
            changes.append(level)
        }
        if let lastDeath, now - lastDeath >= Self.loopClears,
            let level = clear(.loop, "every loop runs", now)
        {
            changes.append(level)
        }
        if let repeatSince, now - repeatSince >= Self.repeatAlarms, active[.rung] == nil,
            let level = raise(.rung, "repeat is on air instead of programme", now)
        {
            changes.append(level)
        }
        return changes
    }

    private mutating func raise(_ kind: Kind, _ text: String, _ now: MonotonicInstant) -> Level? {
        let level = Level(
            kind: kind, isActive: true, text: text, since: active[kind]?.since ?? now)
        guard active[kind] != level else { return nil }
        active[kind] = level
        return level
    }

    private mutating func clear(_ kind: Kind, _ text: String, _ now: MonotonicInstant) -> Level? {
        guard active.removeValue(forKey: kind) != nil else { return nil }
        return Level(kind: kind, isActive: false, text: text, since: now)
    }
}
