public import Proto

/// What a command or signal does in one state.
public enum RunAnswer: Equatable, Sendable {
    /// Moves the run there, where the condition holds.
    case goes(RunState, RunGuard = .none)
    /// Is done without a move, where the condition holds.
    case stays(RunGuard = .none)
    /// Is refused; nothing changes. The sentence says why and what to do.
    case refused(String)
    /// Means nothing here: a signal that came late.
    case ignored
}

/// What must hold beside the state.
public enum RunGuard: String, Equatable, Sendable {
    case none
    /// Every interlock is in order or overridden.
    case interlocksHold
    /// Somebody has acknowledged the fault, and its cause has gone.
    case faultMayClear
    /// The fault is cleared.
    case faultCleared
    /// A rundown is loaded.
    case rundownLoaded
    /// An item is cued and everything in it is built.
    case cueReady
    /// The summary of one more run finds room where those wait that the store does not have.
    case summaryHasRoom
}

/// The one place that says what each command and signal does in each state. Everything else asks here:
/// the decision, the guards of the read model, the pages, the tests.
public enum RunTable {
    /// What `command` does in `state`.
    public static func answer(_ command: RunCommand, in state: RunState) -> RunAnswer {
        switch command {
        case .prepare: prepare(state)
        case .cancel:
            state == .preparing || state == .ready
                ? .goes(.aborted)
                : no(state, "there is nothing to cancel")
        case .override:
            state == .preparing || state == .ready
                ? .stays() : no(state, "interlocks are overridden while a run is being prepared")
        case .start:
            state == .ready ? .goes(.running, .interlocksHold) : start(state)
        case .pause: pause(state)
        case .resume: resume(state)
        case .stop: stop(state)
        case .abort: abort(state)
        case .acknowledge:
            state == .faulted ? .stays() : no(state, "there is no fault to acknowledge")
        case .clear:
            state == .faulted ? .stays(.faultMayClear) : no(state, "there is no fault to clear")
        case .recover:
            state == .faulted
                ? .goes(.recovering, .faultCleared) : no(state, "there is no fault to recover from")
        case .reset:
            state.isEnd ? .goes(.idle) : no(state, "only a run that has ended is put away")
        case .loadRundown, .cue, .takeNext, .holdRundown: rundown(command, state)
        }
    }

    /// What `signal` does in `state`.
    public static func answer(_ signal: RunSignal, in state: RunState) -> RunAnswer {
        switch (signal, state) {
        case (.interlocksHold, .preparing): .goes(.ready)
        case (.interlockFailed, .preparing), (.deadline, .preparing): .goes(.aborted)
        case (.deadline, .stopping), (.confirmed, .stopping): .goes(.stopped)
        case (.confirmed, .pausing): .goes(.paused)
        case (.confirmed, .resuming), (.confirmed, .recovering): .goes(.running)
        case (.deadline, .recovering): .goes(.faulted)
        case (.lost, .running), (.lost, .pausing), (.lost, .paused), (.lost, .resuming),
            (.lost, .recovering):
            .goes(.faulted)
        case (.rundownEnded, .running): .goes(.stopping)
        default: .ignored
        }
    }

    // MARK: Rows

    private static func prepare(_ state: RunState) -> RunAnswer {
        switch state {
        case .idle, .stopped, .completed, .aborted: .goes(.preparing, .summaryHasRoom)
        case .preparing: .refused("a run is being prepared already; cancel it first")
        case .ready: .refused("a run is ready already; start it or cancel it")
        default: no(state, "one run at a time")
        }
    }

    private static func start(_ state: RunState) -> RunAnswer {
        switch state {
        case .running: .refused("the run is running already")
        case .preparing: .refused("the interlocks are still being checked")
        case .paused, .pausing: .refused("the run is paused; resume it")
        default: no(state, "prepare a run first")
        }
    }

    private static func pause(_ state: RunState) -> RunAnswer {
        switch state {
        case .running, .resuming: .goes(.pausing)
        case .pausing, .paused: .refused("the run is \(state.name) already")
        default: no(state, "only a running show is paused")
        }
    }

    private static func resume(_ state: RunState) -> RunAnswer {
        switch state {
        case .paused, .pausing: .goes(.resuming)
        case .running, .resuming: .refused("the run is \(state.name) already")
        default: no(state, "only a paused show is resumed")
        }
    }

    private static func stop(_ state: RunState) -> RunAnswer {
        switch state {
        case .running, .pausing, .paused, .resuming, .faulted, .recovering: .goes(.stopping)
        case .stopping: .refused("the run is stopping already; abort cuts at once")
        case .preparing, .ready: .refused("the run is not on air yet; cancel it")
        default: no(state, "nothing is on air")
        }
    }

    private static func abort(_ state: RunState) -> RunAnswer {
        switch state {
        case .preparing, .ready, .running, .pausing, .paused, .resuming, .stopping, .faulted,
            .recovering:
            .goes(.aborted)
        default: no(state, "there is no run to abort")
        }
    }

    private static func rundown(_ command: RunCommand, _ state: RunState) -> RunAnswer {
        switch command {
        case .loadRundown:
            state == .faulted || state == .stopping
                ? no(state, "a rundown is loaded before a run or during it") : .stays()
        case .holdRundown: .stays(.rundownLoaded)
        case .cue:
            state == .faulted
                ? no(state, "nothing is cued while the run is faulted")
                : .stays(.rundownLoaded)
        default:
            state == .running
                ? .stays(.cueReady) : no(state, "items are taken while the run is running")
        }
    }

    /// A refusal that says where the run is, and in a fault what the way out is.
    private static func no(_ state: RunState, _ reason: String) -> RunAnswer {
        switch state {
        case .faulted:
            .refused("the run is faulted; acknowledge, clear, then recover (\(reason))")
        case .idle: .refused("there is no run; \(reason)")
        default: .refused("the run is \(state.name); \(reason)")
        }
    }
}

extension RunState {
    /// Whether a run ends there.
    var isEnd: Bool { self == .stopped || self == .completed || self == .aborted }
}
