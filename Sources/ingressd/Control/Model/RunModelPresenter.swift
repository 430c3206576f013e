import NIOHTTP1
import Proto

/// The run, its rundown, its history and its guards as JSON and CSV. Pure.
enum RunModelPresenter {
    /// The present run, with what is allowed now and why not.
    static func run(_ run: RunStatus, guards: [CommandGuard]) -> JSONValue {
        [
            "id": .string(run.runId), "title": .string(run.title), "state": .string(run.state.name),
            "cause": .string(run.cause.name), "detail": .string(run.detail),
            "since": time(run.sinceWallNanoseconds), "started": time(run.startedWallNanoseconds),
            "operator": .string(run.operatorName), "operationId": .string(run.operationId),
            "output": .string(run.output.name), "outputConfirmed": .bool(run.outputConfirmed),
            "faultAcknowledged": .bool(run.faultAcknowledged),
            "fault": run.fault.map(fault) ?? .null,
            "interlocks": .array(run.interlocks.map(interlock)),
            "components": .array(run.components.map(component)),
            "rundown": run.rundown.isEmpty ? .null : loaded(run),
            "guards": .array(
                guards.map {
                    [
                        "action": .string($0.action), "allowed": .bool($0.allowed),
                        "reason": .string($0.reason),
                    ]
                }),
        ]
    }

    private static func time(_ nanoseconds: Int64) -> JSONValue {
        ReadModelPresenter.time(nanoseconds)
    }

    private static func fault(_ fault: RunFault) -> JSONValue {
        [
            "component": .string(fault.component), "text": .string(fault.text),
            "since": time(fault.sinceWallNanoseconds), "stands": .bool(fault.stands),
            "acknowledgedBy": .string(fault.acknowledgedBy),
            "acknowledged": time(fault.acknowledgedWallNanoseconds),
            "comment": .string(fault.comment), "cleared": .bool(fault.cleared),
        ]
    }

    private static func interlock(_ interlock: Interlock) -> JSONValue {
        [
            "name": .string(interlock.name), "result": .string(interlock.result.name),
            "reason": .string(interlock.reason), "overridable": .bool(interlock.overridable),
            "criticality": .string(interlock.criticality.name),
            "overriddenBy": .string(interlock.overriddenBy),
            "overrideReason": .string(interlock.overrideReason),
        ]
    }

    private static func component(_ component: Component) -> JSONValue {
        [
            "name": .string(component.name), "criticality": .string(component.criticality.name),
            "healthy": .bool(component.healthy), "detail": .string(component.detail),
            "since": time(component.sinceWallNanoseconds),
        ]
    }

    private static func loaded(_ run: RunStatus) -> JSONValue {
        [
            "name": .string(run.rundown), "position": .count(run.rundownPosition),
            "cued": .count(run.cuedPosition), "ready": .bool(run.cueReady),
            "held": .bool(run.rundownHeld),
            "items": .array(
                run.rundownItems.map {
                    [
                        "name": .string($0.name), "preset": .string($0.preset),
                        "frames": .count($0.transition.durationFrames),
                        "shader": .string($0.transition.shaderId),
                        "seconds": $0.durationNanoseconds == 0
                            ? .null : .number(Double($0.durationNanoseconds) / 1e9),
                        "start": $0.startAt.isEmpty ? .null : .string($0.startAt),
                    ]
                }),
        ]
    }

    /// A stored rundown in a list.
    static func rundown(_ rundown: RundownDescription) -> JSONValue {
        [
            "name": .string(rundown.name), "saved": time(rundown.savedWallNanoseconds),
            "items": .count(rundown.itemCount),
        ]
    }

    /// Alarms of one kind that are too many to be listed.
    static func group(_ group: AlarmGroup) -> JSONValue {
        [
            "kind": .string(group.kind), "count": .count(group.count),
            "active": .count(group.activeCount), "severity": .string(group.severity.name),
        ]
    }

    // MARK: History

    /// The summary of a run.
    static func summary(_ run: RunSummary) -> JSONValue {
        func counts(_ list: [NamedCount]) -> JSONValue {
            .object(JSONObject(list.map { ($0.name, .count($0.count)) }))
        }
        return [
            "id": .string(run.status.runId), "title": .string(run.status.title),
            "state": .string(run.status.state.name), "cause": .string(run.status.cause.name),
            "detail": .string(run.status.detail), "operator": .string(run.status.operatorName),
            "endedBy": .string(run.endedBy), "operationId": .string(run.status.operationId),
            "prepared": time(run.preparedWallNanoseconds),
            "started": time(run.startedWallNanoseconds), "ended": time(run.endedWallNanoseconds),
            "slotsBySource": counts(run.slotsBySource), "slotsByResult": counts(run.slotsByResult),
            "slotsIncomplete": .bool(run.slotsIncomplete), "lostSlots": .count(run.lostSlotCount),
            "defects": .count(run.defectCount), "alarms": .count(run.alarmCount),
            "resumed": .count(run.resumedCount), "rundown": .string(run.status.rundown),
            "fault": run.status.fault.map(fault) ?? .null,
            "interlocks": .array(run.status.interlocks.map(interlock)),
        ]
    }

    /// One line of the as-run log.
    static func entry(_ entry: AsRunEntry) -> JSONValue {
        [
            "time": time(entry.wallNanoseconds),
            "index": entry.index == 0 ? .null : .integer(entry.index), "kind": .string(entry.kind),
            "text": .string(entry.text), "principal": .string(entry.principal),
            "operationId": .string(entry.operationId), "detail": .string(entry.detail),
        ]
    }

    /// Summaries as CSV (RFC 4180).
    static func csv(_ runs: [RunSummary], withHeader: Bool) -> [UInt8] {
        csv(
            !withHeader
                ? nil
                : [
                    "run_id", "title", "state", "cause", "operator", "ended_by", "prepared",
                    "started",
                    "ended", "slots", "lost_slots", "defects", "alarms", "resumed", "detail",
                ],
            runs.map { run in
                [
                    run.status.runId, run.status.title, run.status.state.name,
                    run.status.cause.name, run.status.operatorName, run.endedBy,
                    text(run.preparedWallNanoseconds), text(run.startedWallNanoseconds),
                    text(run.endedWallNanoseconds),
                    "\(run.slotsBySource.reduce(0) { $0 + $1.count })", "\(run.lostSlotCount)",
                    "\(run.defectCount)", "\(run.alarmCount)", "\(run.resumedCount)",
                    run.status.detail,
                ]
            })
    }

    /// The as-run log as CSV.
    static func csv(_ entries: [AsRunEntry], withHeader: Bool) -> [UInt8] {
        csv(
            !withHeader
                ? nil : ["wall", "index", "kind", "text", "principal", "operation_id", "detail"],
            entries.map { entry in
                [
                    text(entry.wallNanoseconds), "\(entry.index)", entry.kind, entry.text,
                    entry.principal, entry.operationId, entry.detail,
                ]
            })
    }

    private static func text(_ nanoseconds: Int64) -> String {
        nanoseconds == 0 ? "" : WallTime.text(nanoseconds)
    }

    private static func csv(_ header: [String]?, _ rows: [[String]]) -> [UInt8] {
        let lines = ((header.map { [$0] } ?? []) + rows).map { row in
            row.map { text in
                // A program for tables would run it as a formula.
                let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
                let field = isFormula ? "'" + text : text
                return field.contains { ",\"\n\r".contains($0) }
                    ? "\"" + field.replacing("\"", with: "\"\"") + "\"" : field
            }.joined(separator: ",") + "\r\n"
        }
        return Array(lines.joined().utf8)
    }
}
