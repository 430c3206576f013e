import Foundation
import Proto

/// The run as text, for people.
enum RunText {
    /// One line: where it is and why.
    static func line(_ run: RunStatus) -> String {
        let title = run.title.isEmpty || run.title == run.runId ? "" : " \"\(run.title)\""
        let name = run.runId.isEmpty ? "no run" : run.runId + title
        let since = run.sinceWallNanoseconds == 0 ? "" : " since \(wall(run.sinceWallNanoseconds))"
        let cause = run.cause == .none ? "" : " (\(run.cause))"
        return "\(run.state.name)\(cause)\(since): \(name)"
            + (run.detail.isEmpty ? "" : ", \(run.detail)")
    }

    /// Everything an operator needs to know.
    static func status(_ model: ReadModel) -> String {
        let run = model.run
        var lines = [line(run)]
        lines.append(
            "on air    \(run.output.name)"
                + (run.outputConfirmed ? "" : ", not confirmed by the output yet"))
        if let fault = run.fault {
            lines.append("FAULT     \(fault.component): \(fault.text)")
            lines.append("          the cause \(fault.stands ? "stands" : "has gone")")
            if !fault.acknowledgedBy.isEmpty {
                let note = fault.comment.isEmpty ? "" : ": \(fault.comment)"
                lines.append(
                    "          seen by \(fault.acknowledgedBy) at"
                        + " \(wall(fault.acknowledgedWallNanoseconds))\(note)")
            }
        }
        lines += run.interlocks.map(interlock)
        lines += run.components.filter { !$0.healthy }.map {
            "not well  \($0.name) (\($0.criticality.name)): \($0.detail)"
        }
        if !run.rundown.isEmpty {
            let cued = run.cuedPosition == 0 ? "nothing" : "\(run.cuedPosition)"
            lines.append(
                "rundown   \(run.rundown), item \(run.rundownPosition) of"
                    + " \(run.rundownItems.count), cued \(cued)"
                    + (run.cueReady ? " (ready)" : "") + (run.rundownHeld ? ", held" : ""))
        }
        for entry in model.guards {
            lines.append(
                entry.allowed
                    ? "may       \(entry.action)" : "may not   \(entry.action): \(entry.reason)")
        }
        return lines.joined(separator: "\n")
    }

    private static func interlock(_ interlock: Interlock) -> String {
        let override =
            interlock.overriddenBy.isEmpty
            ? "" : " [overridden by \(interlock.overriddenBy): \(interlock.overrideReason)]"
        return "interlock \(interlock.name) (\(interlock.criticality.name)):"
            + " \(interlock.result.name), \(interlock.reason)\(override)"
    }

    /// Wall clock as RFC 3339 in UTC with milliseconds; empty for 0.
    static func wall(_ nanoseconds: Int64) -> String {
        guard nanoseconds != 0 else { return "" }
        let seconds = Double(nanoseconds / 1_000_000) / 1_000
        return Date(timeIntervalSince1970: seconds).formatted(
            Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}

extension WireMessage {
    /// The message as one line of JSON.
    var jsonLine: String {
        var text = JSONText()
        writeJSON(to: &text)
        return text.text
    }
}
