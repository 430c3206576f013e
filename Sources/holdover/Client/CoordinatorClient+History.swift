import Proto

extension CoordinatorClient {
    /// Runs, the newest first, page by page.
    func runs(limit: Int, id: String = "") throws(CommandFailure) -> [RunSummary] {
        var runs: [RunSummary] = []
        while runs.count < limit {
            let before = runs.last?.status.runId ?? ""
            let wanted = ListRuns(
                beforeRunId: before, limit: UInt32(min(64, limit - runs.count)), runId: id)
            guard case .runs(let reply) = try ask(.listRuns(wanted)) else {
                throw CommandFailure("the coordinator answered something else", remedy: "")
            }
            runs += reply.runs
            guard reply.more, !reply.runs.isEmpty, id.isEmpty else { break }
        }
        return Array(runs.prefix(limit))
    }

    /// All alarms, page by page, the worst and then the newest first. `beforeEach` is called before
    /// each page, for whoever has a watchdog to feed.
    func alarms(
        past: Bool, beforeEach: () -> Void = {}
    ) throws(CommandFailure) -> [Alarm] {
        var alarms: [Alarm] = []
        while true {
            beforeEach()
            let last = alarms.last?.key ?? AlarmKey()
            let wanted = ListAlarms(
                includePast: past, byName: true, afterKind: last.kind, afterSubject: last.subject)
            guard case .alarms(let reply) = try ask(.listAlarms(wanted)) else {
                throw CommandFailure("the coordinator answered something else", remedy: "")
            }
            alarms += reply.alarms
            guard reply.more, !reply.alarms.isEmpty else { break }
        }
        return alarms.sorted {
            ($0.active ? 1 : 0, $0.severity.rawValue, $0.raisedWallNanoseconds)
                > ($1.active ? 1 : 0, $1.severity.rawValue, $1.raisedWallNanoseconds)
        }
    }

    /// The as-run log of a run, page by page, oldest first.
    func forEachAsRunEntry(
        of run: String, _ body: (AsRunEntry) -> Void
    ) throws(CommandFailure) {
        var number: UInt64 = 0
        while true {
            let wanted = GetAsRun(runId: run, afterNumber: number)
            guard case .asRun(let reply) = try ask(.getAsRun(wanted)) else {
                throw CommandFailure("the coordinator answered something else", remedy: "")
            }
            for entry in reply.entries { body(entry) }
            number = reply.lastNumber
            guard reply.more, !reply.entries.isEmpty else { return }
        }
    }
}
