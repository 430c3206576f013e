import NIOCore
import NIOHTTP1
import Proto

extension ControlAPI {
    /// What has been on air: pages as JSON, and everything as CSV or JSON lines.
    func registerHistory(on router: inout HTTPRouter) {
        router.on(
            .GET, "/api/v1/runs",
            handler { [self] request, _, replier throws(Problem) in
                if let format = try Self.exportFormat(request) {
                    return export(HistoryExport(.runs, as: format), replier)
                }
                var wanted = ListRuns(limit: 64)
                if let text = request.query["limit"] {
                    guard let limit = UInt32(text), (1...64).contains(limit) else {
                        throw .invalid("\"limit\" is \"\(text)\"", remedy: "Send 1 to 64")
                    }
                    wanted.limit = limit
                }
                wanted.beforeRunId = request.query["before"] ?? ""
                ask(.query(Query(ask: .listRuns(wanted))), replier) { answer in
                    guard case .runs(let reply) = answer else { return nil }
                    return .json([
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
                let id = path["run"]
                if let format = try Self.exportFormat(request) {
                    return whereRun(id, replier) { [self] in
                        export(HistoryExport(.asRun(id), as: format), replier)
                    }
                }
                var wanted = GetAsRun(runId: path["run"])
                if let text = request.query["after"] {
                    guard let count = UInt32(text) else {
                        throw .invalid("\"after\" is \"\(text)\"", remedy: "Send a whole number")
                    }
                    wanted.afterCount = count
                }
                whereRun(id, replier) { [self, wanted] in
                    ask(.query(Query(ask: .getAsRun(wanted))), replier) { answer in
                        guard case .asRun(let reply) = answer else { return nil }
                        return .json([
                            "entries": .array(reply.entries.map(RunModelPresenter.entry)),
                            "more": .bool(reply.more),
                        ])
                    }
                }
            })
    }

    /// Goes on with `body`, on the event loop, where there is such a run; else says that there is none.
    private func whereRun(
        _ id: String, _ replier: HTTPReplier, _ body: @escaping @Sendable () -> Void
    ) {
        ask(.query(Query(ask: .listRuns(ListRuns(limit: 1, runId: id))))) { [self] result in
            switch result {
            case .failure(let problem): replier.fail(problem)
            case .success(.runs(let reply)) where reply.runs.isEmpty:
                replier.fail(Self.missing("run", id, list: "/api/v1/runs"))
            case .success(.runs): loop.execute(body)
            case .success(let other): replier.fail(Self.unexpected(other))
            }
        }
    }

    /// Sends all there is, page after page. A first page that fails is answered as a problem.
    private func export(_ export: HistoryExport, _ replier: HTTPReplier) {
        export.next(ask) { [self] result in
            switch result {
            case .failure(let problem): replier.fail(problem)
            case .success(let first):
                replier.send(
                    .stream(type: export.format.type, first: first ?? []) { [self] take in
                        // The next question is asked from the event loop, like every other.
                        loop.execute { [self] in export.next(ask, take) }
                    })
            }
        }
    }

    /// Nil: a page. An export is whole, so that it takes none of the words that choose a page.
    private static func exportFormat(
        _ request: HTTPRequest
    ) throws(Problem) -> HistoryExport.Format? {
        guard let name = request.query["format"], name != "json" else { return nil }
        guard let format = HistoryExport.Format(rawValue: name) else {
            throw .invalid(
                "there is no format \"\(name)\"",
                remedy: "Use csv or jsonl for everything, json for a page")
        }
        for word in ["limit", "before", "after"] where request.query[word] != nil {
            throw .invalid(
                "\"\(word)\" chooses a page, and \(name) is an export of everything",
                remedy: "Leave one of them out")
        }
        return format
    }
}
