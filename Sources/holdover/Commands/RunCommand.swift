import ArgumentParser
import Proto

/// `holdover run`: the on-air run.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Prepare, start, pause, stop and mend the on-air run.",
        discussion: """
            idle → preparing → ready → running ⇄ paused → stopping → stopped. \
            `abort` cuts at once. A faulted run is acknowledged, cleared, then recovered; \
            none of that changes what is on air.
            """,
        subcommands: [
            Status.self, Prepare.self, Cancel.self, Override.self, Start.self, Pause.self,
            Resume.self, Stop.self, Abort.self, Acknowledge.self, Clear.self, Recover.self,
            Reset.self,
        ], defaultSubcommand: Status.self)

    /// `run status`
    struct Status: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Where the run is and why, what it depends on, and what is allowed now.")
        @OptionGroup var options: InstanceOptions
        @Flag(help: "As JSON.")
        var json = false

        func run() throws {
            let model = try options.withClient { try $0.state() }
            print(json ? model.run.jsonLine : RunText.status(model))
        }
    }

    /// `run prepare`
    struct Prepare: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check every interlock and get ready to go on air.")
        @OptionGroup var options: RunOptions
        @Option(help: "What the run is called in the history.")
        var title = ""
        @Option(help: "A preset to load first.")
        var preset = ""
        @Option(help: "A rundown to load.")
        var rundown = ""
        @Option(help: "Seconds for all interlocks together; otherwise as configured.")
        var timeout: Double?
        @Option(
            name: .customLong("override"),
            help: "NAME=REASON: go without an interlock. May be given several times.")
        var overrides: [String] = []
        @Flag(help: "Do not wait until it is ready or has failed.")
        var noWait = false

        func validate() throws {
            if let timeout, !(0.1...3_600).contains(timeout) {
                throw ValidationError("--timeout is from 0.1 to 3600 seconds")
            }
            for text in overrides where !text.contains("=") {
                throw ValidationError("--override \(text): write NAME=REASON")
            }
        }

        func run() throws {
            let wanted = overrides.map { text in
                let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
                return OverrideInterlock(
                    interlock: parts[0], reason: parts.count > 1 ? parts[1] : "")
            }
            let action = Command.Action.prepareRun(
                PrepareRun(
                    title: title, preset: preset, rundown: rundown,
                    timeoutNanoseconds: UInt64((timeout ?? 0) * 1e9), overrides: wanted))
            try options.perform(action, until: noWait ? nil : { $0.run.state != .preparing })
        }
    }

    /// `run cancel`
    struct Cancel: RunStep {
        static let abstract = "Cancel a run that is being prepared or ready."
        @OptionGroup var options: RunOptions
        @OptionGroup var said: ReasonOption
        var action: Command.Action { .cancelPreparing(CancelPreparing(reason: said.reason)) }
    }

    /// `run override`
    struct Override: RunStep {
        static let abstract = "Go without one interlock, for a reason."
        @OptionGroup var options: RunOptions
        @Argument(help: "The interlock, such as reference-locked.")
        var interlock: String
        @Option(help: "Why; for the history.")
        var reason: String
        var action: Command.Action {
            .overrideInterlock(OverrideInterlock(interlock: interlock, reason: reason))
        }
    }

    /// `run start`
    struct Start: RunStep {
        static let abstract = "Take the programme to air at a frame boundary."
        @OptionGroup var options: RunOptions
        @OptionGroup var transition: TransitionOptions
        var action: Command.Action { .startRun(StartRun(transition: transition.transition)) }
    }

    /// `run pause`
    struct Pause: RunStep {
        static let abstract = "Hold the picture and fade the sound; everything else goes on."
        static let passing: RunState? = .pausing
        @OptionGroup var options: RunOptions
        @OptionGroup var said: ReasonOption
        var action: Command.Action { .pauseRun(PauseRun(reason: said.reason)) }
    }

    /// `run resume`
    struct Resume: RunStep {
        static let abstract = "Go on after a pause."
        static let passing: RunState? = .resuming
        @OptionGroup var options: RunOptions
        var action: Command.Action { .resumeRun(ResumeRun()) }
    }

    /// `run stop`
    struct Stop: RunStep {
        static let abstract =
            "Run the out-transition, then the idle source; wait until that is shown."
        static let passing: RunState? = .stopping
        @OptionGroup var options: RunOptions
        @OptionGroup var transition: TransitionOptions
        @OptionGroup var said: ReasonOption
        var action: Command.Action {
            .stopRun(StopRun(transition: transition.transition, reason: said.reason))
        }
    }

    /// `run abort`
    struct Abort: RunStep {
        static let abstract =
            "Cut at once to the last safe rung: black, or transparent for key and fill."
        @OptionGroup var options: RunOptions
        @OptionGroup var said: ReasonOption
        var action: Command.Action { .abortRun(AbortRun(reason: said.reason)) }
    }

    /// `run acknowledge`
    struct Acknowledge: RunStep {
        static let abstract = "Record that somebody has seen the fault; clears nothing."
        @OptionGroup var options: RunOptions
        @OptionGroup var said: CommentOption
        var action: Command.Action { .acknowledgeFault(AcknowledgeFault(comment: said.comment)) }
    }

    /// `run clear`
    struct Clear: RunStep {
        static let abstract = "Clear a fault whose cause is gone."
        @OptionGroup var options: RunOptions
        @OptionGroup var said: CommentOption
        var action: Command.Action { .clearFault(ClearFault(comment: said.comment)) }
    }

    /// `run recover`
    struct Recover: RunStep {
        static let abstract = "Go on after a cleared fault."
        static let passing: RunState? = .recovering
        @OptionGroup var options: RunOptions
        var action: Command.Action { .recoverRun(RecoverRun()) }
    }

    /// `run reset`
    struct Reset: RunStep {
        static let abstract = "Put a run that has ended away: back to idle."
        @OptionGroup var options: RunOptions
        var action: Command.Action { .resetRun(ResetRun()) }
    }
}
