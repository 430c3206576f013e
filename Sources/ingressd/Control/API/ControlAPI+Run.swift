import NIOHTTP1
import Proto

extension ControlAPI {
    /// The run's commands and alarms.
    func registerRun(on router: inout HTTPRouter) {
        router.on(
            .POST, "/api/v1/run/{command}",
            command { _, path, body throws(Problem) in
                let reason = try body.string("reason") ?? ""
                guard let action = RunCommands.action(path["command"], reason: reason) else {
                    throw Problem(
                        .notFound, "run_command_not_found",
                        "there is no run command \"\(path["command"])\"",
                        remedy: "Use one of: \(RunCommands.names.joined(separator: ", "))")
                }
                return action
            })
        router.on(
            .POST, "/api/v1/alarms/{kind}/{subject}/acknowledge",
            command { _, path, body throws(Problem) in
                .acknowledgeAlarm(
                    AcknowledgeAlarm(
                        key: AlarmKey(kind: path["kind"], subject: path["subject"]),
                        comment: try body.string("comment") ?? ""))
            })
        router.on(
            .POST, "/api/v1/alarms/{kind}/{subject}/clear",
            command { _, path, body throws(Problem) in
                .clearAlarm(
                    ClearAlarm(
                        key: AlarmKey(kind: path["kind"], subject: path["subject"]),
                        comment: try body.string("comment") ?? ""))
            })
        router.on(
            .POST, "/api/v1/alarms/{kind}/{subject}/shelve",
            command { _, path, body throws(Problem) in
                let key = AlarmKey(kind: path["kind"], subject: path["subject"])
                guard let seconds = try body.count("seconds"), seconds > 0 else {
                    return .unshelveAlarm(UnshelveAlarm(key: key))
                }
                return .shelveAlarm(
                    ShelveAlarm(
                        key: key, durationNanoseconds: UInt64(seconds) * 1_000_000_000,
                        reason: try body.string("reason") ?? ""))
            })
    }
}

/// The run's commands by the names that HTTP and OSC use.
enum RunCommands {
    static let names = [
        "prepare", "cancel", "start", "pause", "resume", "stop", "abort", "acknowledge", "clear",
        "recover", "reset",
    ]

    /// The command of that name; nil where there is none.
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
}
