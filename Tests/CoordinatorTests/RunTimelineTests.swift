import Common
import Foundation
import Messaging
import Proto
import TestKit
import Testing

/// What the log's fields tell of a run, without any of its sentences.
@Suite("The run in the log", .serialized, .realTime)
struct RunTimelineTests {
    /// The fields of one line: `key=value` or `key="value with spaces"`.
    private func fields(_ line: Substring) -> [String: String] {
        var fields: [String: String] = [:]
        var rest = line
        while let equals = rest.firstIndex(of: "=") {
            let key = rest[..<equals].split(separator: " ").last.map(String.init) ?? ""
            rest = rest[rest.index(after: equals)...]
            let isQuoted = rest.first == "\""
            if isQuoted { rest = rest.dropFirst() }
            let end = rest.firstIndex(of: isQuoted ? "\"" : " ") ?? rest.endIndex
            fields[key] = String(rest[..<end])
            rest = rest[end...]
        }
        return fields
    }

    @Test("The fields alone rebuild the timeline of a faulted run")
    func faultedRun() throws {
        let live = try LiveCoordinator()
        let log = live.instance.paths.state + "/log"
        try live.start(
            before: "export HOLDOVER_LOG_LEVEL=notice HOLDOVER_RUN_FAULT_AFTER_MS=300;"
                + " exec 2>'\(log)';")
        let run = try LiveRun(live)
        _ = try run.wait { $0.outputConfirmed }
        try run.perform(.stopRun(StopRun()))
        _ = try run.wait { $0.state == .stopped }
        try run.goOnAir("evening")
        // The renderer is a process that the coordinator watches; it is killed and stays away.
        let renderer = try TestChild("/bin/sleep", ["600"])
        func phase(_ pid: Int32) {
            run.lane.facts.report(
                .processPhase(
                    ProcessPhase(process: "renderd.a", phase: "ready", pid: UInt32(pid))))
        }
        phase(renderer.pid)
        _ = try run.wait { run in
            run.components.first { $0.name == "renderd" }?.healthy == true
        }
        renderer.kill(SIGKILL)
        #expect(try run.wait { $0.state == .faulted }.fault?.component == "renderd")
        try run.perform(.acknowledgeFault(AcknowledgeFault(comment: "seen")))
        let blocked = try run.perform(.clearFault(ClearFault()))
        #expect(blocked.errorCode == .causeStands)
        let next = try TestChild("/bin/sleep", ["600"])
        phase(next.pid)
        _ = try run.wait { $0.fault?.stands == false }
        try run.perform(.clearFault(ClearFault()))
        try run.perform(.recoverRun(RecoverRun()))
        _ = try run.wait { $0.state == .running }
        try run.perform(.abortRun(AbortRun()))
        let id = try live.model().run.runId
        try live.end(SIGTERM)
        let lines = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
            .map(fields).filter { $0["event"] == "run_transitioned" && $0["run_id"] == id }
        #expect(
            lines.map { "\($0["from"] ?? "")→\($0["to"] ?? "") \($0["cause"] ?? "")" } == [
                "stopped→preparing operator", "preparing→ready none", "ready→running operator",
                "running→faulted fault", "faulted→recovering operator",
                "recovering→running operator", "running→aborted operator",
            ])
        #expect(lines.first { $0["to"] == "faulted" }?["component"] == "renderd")
        for line in lines where line["cause"] == "operator" && line["from"] != "recovering" {
            #expect(line["operation_id"]?.isEmpty == false, "\(line)")
        }
    }
}
