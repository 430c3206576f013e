import Proto

/// History as text and as CSV (RFC 4180).
enum HistoryText {
    static let runHeader =
        "run_id,title,state,cause,operator,ended_by,prepared,started,ended,slots,lost_slots,"
        + "defects,alarms,resumed,detail"
    static let asRunHeader = "wall,index,kind,text,principal,operation_id,detail"

    /// One run on a line.
    static func line(_ run: RunSummary) -> String {
        let started = RunText.wall(run.startedWallNanoseconds)
        let span = started.isEmpty ? "never on air" : "on air \(started)"
        let ended = RunText.wall(run.endedWallNanoseconds)
        let alarms = "\(run.alarmCount) alarms, \(run.defectCount) defects"
        return "\(run.status.runId)  \(run.status.title)  \(run.status.state.name)"
            + " (\(run.status.cause.name))  \(span) – \(ended.isEmpty ? "now" : ended)"
            + "  \(slots(run)) slots, \(run.lostSlotCount) lost  \(alarms)"
    }

    /// One run with everything in its summary.
    static func summary(_ run: RunSummary) -> String {
        var lines = [line(run), "          \(run.status.detail)"]
        lines.append("operator  \(run.status.operatorName), ended by \(run.endedBy)")
        lines += run.slotsBySource.map { "source    \($0.name): \($0.count) slots" }
        lines += run.slotsByResult.map { "result    \($0.name): \($0.count) slots" }
        if run.slotsIncomplete {
            lines.append("          the output's count began anew in this run")
        }
        if run.resumedCount > 0 {
            lines.append("          the coordinator came back \(run.resumedCount) times in it")
        }
        lines += run.status.interlocks.map {
            "interlock \($0.name): \($0.result.name), \($0.reason)"
        }
        return lines.joined(separator: "\n")
    }

    /// One run as a CSV row.
    static func row(_ run: RunSummary) -> String {
        csv([
            run.status.runId, run.status.title, run.status.state.name, run.status.cause.name,
            run.status.operatorName, run.endedBy, RunText.wall(run.preparedWallNanoseconds),
            RunText.wall(run.startedWallNanoseconds), RunText.wall(run.endedWallNanoseconds),
            "\(slots(run))", "\(run.lostSlotCount)", "\(run.defectCount)", "\(run.alarmCount)",
            "\(run.resumedCount)", run.status.detail,
        ])
    }

    private static func slots(_ run: RunSummary) -> UInt64 {
        run.slotsBySource.reduce(0) { $0 + $1.count }
    }

    /// One line of the as-run log.
    static func line(_ entry: AsRunEntry) -> String {
        let index = entry.index == 0 ? "" : " @\(entry.index)"
        let who = entry.principal.isEmpty ? "" : "  by \(entry.principal)"
        return "\(RunText.wall(entry.wallNanoseconds))\(index)  \(entry.kind)  \(entry.text)\(who)"
    }

    /// One line of the as-run log as a CSV row.
    static func row(_ entry: AsRunEntry) -> String {
        csv([
            RunText.wall(entry.wallNanoseconds), "\(entry.index)", entry.kind, entry.text,
            entry.principal, entry.operationId, entry.detail,
        ])
    }

    private static func csv(_ fields: [String]) -> String {
        fields.map { text in
            // A program for tables would run it as a formula.
            let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
            let field = isFormula ? "'" + text : text
            guard field.contains(where: { ",\"\n\r".contains($0) }) else { return field }
            return "\"" + field.replacing("\"", with: "\"\"") + "\""
        }.joined(separator: ",")
    }
}
