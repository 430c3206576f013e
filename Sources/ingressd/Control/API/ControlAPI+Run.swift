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
                        reason: try body.string("reason") ?? ""))
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

    private func registerHistory(on router: inout HTTPRouter) {
        router.on(
            .GET, "/api/v1/runs",
            handler { [self] request, _, replier throws(Problem) in
                var wanted = ListRuns(limit: 64)
                if let text = request.query["limit"] {
                    guard let limit = UInt32(text), (1...64).contains(limit) else {
                        throw .invalid("\"limit\" is \"\(text)\"", remedy: "Send 1 to 64")
                    }
                    wanted.limit = limit
                }
                wanted.beforeRunId = request.query["before"] ?? ""
                let isCSV = try Self.isCSV(request)
                ask(.query(Query(ask: .listRuns(wanted))), replier) { answer in
                    guard case .runs(let reply) = answer else { return nil }
                    return isCSV
                        ? RunModelPresenter.csv(reply.runs)
                        : .json([
                            "runs": .array(reply.runs.map(RunModelPresenter.summary)),
                            "more": .bool(reply.more),
                        ])
                }
            })
        router.on(.GET, "/api/v1/runs/{run}") { [self] _, path, replier in
            let id = path["run"]
            ask(.query(Query(ask: .listRuns(ListRuns(limit: 1, runId: id)))), replier) { answer in
                guard case .runs(let reply) = answer else { return nil }
                return reply.runs.first.map { .json(RunModelPresenter.summary($0)) }
                    ?? .problem(Self.missing("run", id, list: "/api/v1/runs"))
            }
        }
        router.on(
            .GET, "/api/v1/runs/{run}/as-run",
            handler { [self] request, path, replier throws(Problem) in
                var wanted = GetAsRun(runId: path["run"])
                if let text = request.query["after"] {
                    guard let count = UInt32(text) else {
                        throw .invalid("\"after\" is \"\(text)\"", remedy: "Send a whole number")
                    }
                    wanted.afterCount = count
                }
                let isCSV = try Self.isCSV(request)
                ask(.query(Query(ask: .getAsRun(wanted))), replier) { answer in
                    guard case .asRun(let reply) = answer else { return nil }
                    return isCSV
                        ? RunModelPresenter.csv(reply.entries)
                        : .json([
                            "entries": .array(reply.entries.map(RunModelPresenter.entry)),
                            "more": .bool(reply.more),
                        ])
                }
            })
    }

    private static func isCSV(_ request: HTTPRequest) throws(Problem) -> Bool {
        switch request.query["format"] {
        case nil, "json": return false
        case "csv": return true
        case let other?:
            throw .invalid("there is no format \"\(other)\"", remedy: "Use json or csv")
        }
    }

    private static func missing(_ what: String, _ name: String, list: String) -> Problem {
        Problem(
            .notFound, "\(what)_not_found", "there is no \(what) \"\(name)\"",
            remedy: "GET \(list) lists them")
    }
}
