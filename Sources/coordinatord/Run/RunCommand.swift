internal import Proto

/// The commands that the run's state allows or forbids. The raw value is the command's name in the
/// schema.
public enum RunCommand: String, Sendable, CaseIterable {
    case prepare = "prepare_run"
    case cancel = "cancel_preparing"
    case override = "override_interlock"
    case start = "start_run"
    case pause = "pause_run"
    case resume = "resume_run"
    case stop = "stop_run"
    case abort = "abort_run"
    case acknowledge = "acknowledge_fault"
    case clear = "clear_fault"
    case recover = "recover_run"
    case reset = "reset_run"
    case loadRundown = "load_rundown"
    case cue = "cue_item"
    case takeNext = "take_next_item"
    case holdRundown = "hold_rundown"

    /// The command that an action is, if it is one of these.
    init?(_ action: Command.Action) { self.init(rawValue: action.name) }
}

/// What happens to a run without anybody asking.
public enum RunSignal: String, Sendable, CaseIterable {
    /// Every interlock is in order or overridden.
    case interlocksHold = "interlocks_hold"
    /// A critical interlock failed for good.
    case interlockFailed = "interlock_failed"
    /// What was waited for did not come in time.
    case deadline
    /// The output shows what the run wants.
    case confirmed
    /// A critical component was away for too long.
    case lost
    /// The last item of the rundown had its time.
    case rundownEnded = "rundown_ended"
}
