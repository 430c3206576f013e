import Common
import Foundation
import Glibc
import TestKit
import Testing

@testable import IngressControl

/// Exports of the history, through a real coordinatord with more in its store than a page holds.
@Suite(.serialized, .realTime) struct ControlHistoryTests {
    private static let runCount = 200
    private static let lineCount = 3_000

    /// A run of the store, copied under other names, and a long as-run log of the newest.
    private func fill(_ store: String) throws -> CommandResult {
        let script = """
            import json, sqlite3
            d = sqlite3.connect('\(store)')
            (document, ended) = d.execute('select document, ended from run').fetchone()
            run = json.loads(document)
            for n in range(\(Self.runCount)):
                run['id'] = 'run-old-%d' % n
                run['title'] = 'show %d, "quoted"' % n
                d.execute('insert into run (number, id, ended, document) values (?, ?, ?, ?)',
                          (-n, run['id'], ended - n, json.dumps(run)))
            for n in range(\(Self.lineCount)):
                d.execute('insert into as_run (run, wall, frame, kind, text, operation, principal,'
                          ' detail) values (?, ?, ?, ?, ?, ?, ?, ?)',
                          (run['id'], ended + n, n, 'note', 'line %d' % n, '', '', 'x' * 200))
            d.commit()
            """
        return try CommandResult.run("/usr/bin/python3", ["-c", script])
    }

    /// What curl says of a path: the body, decoded from its chunks.
    private func get(_ bench: ControlBench, _ path: String) throws -> (code: Int32, text: String) {
        let answer = try CommandResult.run(
            "/usr/bin/curl",
            ["-sS", "--max-time", "30", "http://127.0.0.1:\(bench.ports.http)\(path)"])
        return (answer.code, answer.output)
    }

    @Test(.timeLimit(.minutes(2)))
    func `CSV and JSON exports are whole, however long the history is`() throws {
        let bench = try ControlBench(isReal: true)
        var coordinator = try bench.startCoordinator()
        defer { if coordinator.isRunning { kill(coordinator.processIdentifier, SIGKILL) } }
        try bench.waitForShaders()
        // One run that ends at once gives the store something to copy.
        let client = try bench.client()
        for command in ["abort", "prepare", "cancel"] {
            _ = try client.request("POST", "/api/v1/run/\(command)", body: "{}")
        }
        kill(coordinator.processIdentifier, SIGTERM)
        coordinator.waitUntilExit()
        #expect(try ControlBench.eventually { try client.get("/readyz").status == 503 })
        let filled = try fill(bench.paths.state + "/coordinator.sqlite")
        #expect(filled.code == 0, "\(filled.errors)")
        coordinator = try bench.startCoordinator()
        let isBack = try ControlBench.eventually {
            try client.get("/readyz").status == 200
        }
        #expect(isBack)
        let text = try get(bench, "/api/v1/runs").text
        let page = try JSONParser.parse(Array(text.utf8))
        #expect(page["more"] == true, "\(text.prefix(200))")
        #expect(page["runs"]?.array?.count == 64)
        let csv = try get(bench, "/api/v1/runs?format=csv")
        let rows = csv.text.components(separatedBy: "\r\n").dropLast()
        #expect(csv.code == 0 && rows.count(where: { $0.hasPrefix("run_id,") }) == 1)
        let ids = Set(
            rows.dropFirst().compactMap { $0.split(separator: ",").first.map(String.init) })
        #expect(ids.count == rows.count - 1, "each run once")
        for number in 0..<Self.runCount { #expect(ids.contains("run-old-\(number)"), "\(number)") }
        let lines = try get(bench, "/api/v1/runs?format=jsonl").text.split(separator: "\n")
        #expect(lines.count == ids.count)
        #expect(try lines.allSatisfy { try JSONParser.parse(Array($0.utf8))["id"]?.string != nil })
        let path = "/api/v1/runs/run-old-\(Self.runCount - 1)/as-run"
        let log = try get(bench, path + "?format=jsonl").text.split(separator: "\n")
        let texts = try log.map { try JSONParser.parse(Array($0.utf8))["text"]?.string }
        #expect(texts == (0..<Self.lineCount).map { "line \($0)" })
        #expect(
            try get(bench, path + "?format=csv").text.components(separatedBy: "\r\n").count
                == Self.lineCount + 2)
        let refused = try get(bench, "/api/v1/runs?format=csv&limit=3").text
        #expect(refused.contains("an export of everything"), "\(refused)")
        #expect(try client.get("/api/v1/runs/nope/as-run").status == 404)
        #expect(try client.get("/api/v1/runs/nope/as-run?format=csv").status == 404)
        #expect(try client.get("/api/v1/runs?before=nope").status == 400)
        #expect(try get(bench, "/api/v1/runs?format=xml").text.contains("no format"))
        kill(coordinator.processIdentifier, SIGTERM)
        coordinator.waitUntilExit()
    }
}
