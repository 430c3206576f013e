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

    /// The as-run log of a run, page by page, oldest first.
    func forEachAsRunEntry(
        of run: String, _ body: (AsRunEntry) -> Void
    ) throws(CommandFailure) {
        var count: UInt32 = 0
        while true {
            let wanted = GetAsRun(runId: run, afterCount: count)
            guard case .asRun(let reply) = try ask(.getAsRun(wanted)) else {
                throw CommandFailure("the coordinator answered something else", remedy: "")
            }
            for entry in reply.entries { body(entry) }
            count += UInt32(reply.entries.count)
            guard reply.more, !reply.entries.isEmpty else { return }
        }
    }
}
