import NIOHTTP1
import Proto

/// The run's commands by the names that HTTP and OSC use.
enum RunCommands {
    static let names = [
        "prepare", "cancel", "override", "start", "pause", "resume", "stop", "abort",
        "acknowledge", "clear", "recover", "reset",
    ]
    static let rundownNames = ["load", "unload", "cue", "take", "hold", "go"]

    /// The command of that name without any detail, as OSC sends it; nil where there is none.
    static func action(_ name: String, reason: String) -> Command.Action? {
        switch name {
        case "prepare": .prepareRun(PrepareRun())
        case "cancel": .cancelPreparing(CancelPreparing(reason: reason))
        case "start": .startRun(StartRun())
        case "pause": .pauseRun(PauseRun(reason: reason))
        case "resume": .resumeRun(ResumeRun())
        case "stop": .stopRun(StopRun(reason: reason))
        case "abort": .abortRun(AbortRun(reason: reason))
        case "acknowledge": .acknowledgeFault(AcknowledgeFault(comment: reason))
        case "clear": .clearFault(ClearFault(comment: reason))
        case "recover": .recoverRun(RecoverRun())
        case "reset": .resetRun(ResetRun())
        default: nil
        }
    }

    /// The command of that name with what the body says of it.
    static func action(
        _ name: String, _ body: inout CommandBody
    ) throws(Problem) -> Command.Action {
        switch name {
        case "prepare": return .prepareRun(try prepare(&body))
        case "override":
            return .overrideInterlock(
                OverrideInterlock(
                    interlock: try body.required("interlock"), reason: try body.required("reason")))
        case "start": return .startRun(StartRun(transition: try body.transition()))
        case "stop":
            let reason = try body.string("reason") ?? ""
            return .stopRun(StopRun(transition: try body.transition(), reason: reason))
        default:
            guard let action = action(name, reason: try body.string("reason") ?? "") else {
                throw unknown("run_command_not_found", "run command", name, names)
            }
            return action
        }
    }

    private static func prepare(_ body: inout CommandBody) throws(Problem) -> PrepareRun {
        var overrides: [OverrideInterlock] = []
        if let given = body.value("overrides"), given != .null {
            guard let object = given.object else {
                throw .invalid(
                    "\"overrides\" is \(given.kind)", remedy: "Give {\"interlock\": \"reason\"}")
            }
            for (name, reason) in zip(object.keys, object.values) {
                guard let text = reason.string else {
                    throw .invalid(
                        "the reason of \"\(name)\" is \(reason.kind)", remedy: "Give it as a string"
                    )
                }
                overrides.append(OverrideInterlock(interlock: name, reason: text))
            }
        }
        return PrepareRun(
            title: try body.string("title") ?? "", preset: try body.string("preset") ?? "",
            rundown: try body.string("rundown") ?? "",
            timeoutNanoseconds: UInt64(try body.count("timeoutMilliseconds") ?? 0) * 1_000_000,
            overrides: overrides)
    }

    /// The rundown's command of that name.
    static func rundownAction(
        _ name: String, _ body: inout CommandBody
    ) throws(Problem) -> Command.Action {
        switch name {
        case "load": return .loadRundown(LoadRundown(name: try body.required("name")))
        case "unload": return .loadRundown(LoadRundown())
        case "cue": return .cueItem(CueItem(position: try body.count("position") ?? 0))
        case "take":
            let position = try body.count("position") ?? 0
            return .takeNextItem(
                TakeNextItem(transition: try body.transition(), position: position))
        case "hold": return .holdRundown(HoldRundown(held: true))
        case "go": return .holdRundown(HoldRundown(held: false))
        default:
            throw unknown("rundown_command_not_found", "rundown command", name, rundownNames)
        }
    }

    private static func unknown(
        _ code: String, _ what: String, _ name: String, _ names: [String]
    ) -> Problem {
        Problem(
            .notFound, code, "there is no \(what) \"\(name)\"",
            remedy: "Use one of: \(names.joined(separator: ", "))")
    }
}
