extension APIOperation {
    /// Rundowns and history.
    static let runOperations = [
        APIOperation(
            method: "GET", path: "/api/v1/rundowns", id: "listRundowns",
            summary: "Stored rundowns.", kind: .read("Rundowns")),
        APIOperation(
            method: "GET", path: "/api/v1/rundowns/{name}", id: "exportRundown",
            summary: "A stored rundown as JSON.", kind: .media("application/json")),
        APIOperation(
            method: "PUT", path: "/api/v1/rundowns/{name}", id: "importRundown",
            summary: "Stores a rundown.", kind: .command("ImportRundown", 200)),
        APIOperation(
            method: "DELETE", path: "/api/v1/rundowns/{name}", id: "deleteRundown",
            summary: "Deletes a stored rundown.", kind: .command(nil, 200)),
        APIOperation(
            method: "POST", path: "/api/v1/rundown/{command}", id: "rundownCommand",
            summary: "A command of the loaded rundown: "
                + RunCommands.rundownNames.joined(separator: ", ") + ".",
            kind: .command("RundownCommand", 200)),
        APIOperation(
            method: "GET", path: "/api/v1/runs", id: "listRuns",
            summary: "Run history, the newest first: one summary each, the present run on top.",
            kind: .read("Runs"), query: ["limit", "before", "format"]),
        APIOperation(
            method: "GET", path: "/api/v1/runs/{run}", id: "getRun",
            summary: "The summary of one run.", kind: .read("RunSummary")),
        APIOperation(
            method: "GET", path: "/api/v1/runs/{run}/as-run", id: "getAsRun",
            summary: "What was on air in a run, the oldest first.", kind: .read("AsRun"),
            query: ["after", "format"]),
    ]
}
