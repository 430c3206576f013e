import NIOHTTP1
import Proto

extension ControlAPI {
    /// The run's commands and alarms.
    func registerRun(on router: inout HTTPRouter) {
        router.on(
            .POST, "/api/v1/run/{command}",
            command { _, path, body throws(Problem) in
                try RunCommands.action(path["command"], &body)
            })
        registerAlarms(on: &router)
        registerRundowns(on: &router)
        registerHistory(on: &router)
    }

    private func registerAlarms(on router: inout HTTPRouter) {
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
                        reason: try body.required("reason")))
            })
    }

    private func registerRundowns(on router: inout HTTPRouter) {
        router.on(.GET, "/api/v1/rundowns") { [self] _, _, replier in
            replier.send(
                .json([
                    "stale": .bool(!projection.isUp),
                    "rundowns": .array(
                        (projection.model?.rundowns ?? []).map(RunModelPresenter.rundown)),
                ]))
        }
        router.on(.GET, "/api/v1/rundowns/{name}") { [self] _, path, replier in
            let name = path["name"]
            ask(.query(Query(ask: .exportRundown(ExportRundown(name: name)))), replier) { answer in
                guard case .rundownDocument(let document) = answer else { return nil }
                return document.found
                    ? HTTPResponse(
                        .ok, type: "application/json", body: Array(document.json.utf8))
                    : .problem(Self.missing("rundown", name, list: "/api/v1/rundowns"))
            }
        }
        router.on(
            .PUT, "/api/v1/rundowns/{name}",
            command { _, path, body throws(Problem) in
                guard let document = body.value("document") else {
                    throw .invalid(
                        "\"document\" is missing", remedy: "Give the rundown as \"document\"")
                }
                return .importRundown(
                    ImportRundown(
                        name: path["name"], json: document.text,
                        overwrite: try body.bool("overwrite") ?? false))
            })
        router.on(
            .DELETE, "/api/v1/rundowns/{name}",
            command { _, path, _ throws(Problem) in
                .deleteRundown(DeleteRundown(name: path["name"]))
            })
        router.on(
            .POST, "/api/v1/rundown/{command}",
            command { _, path, body throws(Problem) in
                try RunCommands.rundownAction(path["command"], &body)
            })
    }

    /// What is said where a stored thing is not there.
    static func missing(_ what: String, _ name: String, list: String) -> Problem {
        Problem(
            .notFound, "\(what)_not_found", "there is no \(what) \"\(name)\"",
            remedy: "GET \(list) lists them")
    }
}
