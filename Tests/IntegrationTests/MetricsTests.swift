import Common
import Foundation
import TestKit
import Testing

/// Every endpoint speaks clean Prometheus and tells everything about every queue.
@Suite(.serialized, .realTime) struct MetricsTests {
    private static let queueSeries = [
        "depth", "capacity", "high_water", "oldest_age_seconds", "enqueued_total",
        "dispatched_total", "dropped_total", "coalesced_total", "handler_failures_total",
        "dispatch_duration_seconds_count",
    ]

    @Test(.timeLimit(.minutes(3)))
    func everyEndpointIsCleanAndComplete() throws {
        let live = try LiveInstance(["--input", "test:bars", "--format", "320x180p25"])
        #expect(live.waits { live.isProgrammeOnAir }, "\(live.text)")
        var exported: Set<String> = []
        let processes = ProcessName.allCases.filter { $0 != .rendererB && $0 != .hooks }
        for process in processes {
            let service = "metrics.\(process.rawValue)"
            guard live.waits(20, until: { live.instance.paths.port(of: service) != nil }),
                let port = live.instance.paths.port(of: service)
            else {
                Issue.record("\(process.rawValue) published no metrics port")
                continue
            }
            let scrape = try CommandResult.run(
                "/usr/bin/curl", ["-fsS", "--max-time", "5", "http://127.0.0.1:\(port)/metrics"])
            #expect(scrape.code == 0, "\(process.rawValue): \(scrape.errors)")
            try lint(scrape.output, of: process)
            exported.formUnion(checkQueues(scrape.output, of: process))
        }
        // There is one `card.sink.#` for each sink, and this show has none; nor has it hooks.
        let declared = Set(
            QueuePolicy.all.filter { !$0.name.contains("#") && $0.process != "holdover hooks" }
                .map(\.name))
        #expect(declared.subtracting(exported).isEmpty, "exported: \(exported.sorted())")
        live.interrupt()
        #expect(live.wait(within: 60) == 0, "\(live.text)")
    }

    private func lint(_ text: String, of process: ProcessName) throws {
        let path = NSTemporaryDirectory() + "metrics-\(UInt32.random(in: 0...UInt32.max))"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let answer = try CommandResult.run(
            "/bin/sh", ["-c", "promtool check metrics < \(path)"])
        #expect(answer.code == 0, "\(process.rawValue): \(answer.output)\(answer.errors)")
    }

    /// Every queue the endpoint names, after a look at its series.
    private func checkQueues(_ text: String, of process: ProcessName) -> Set<String> {
        let lines = text.split(separator: "\n")
        let queues = lines.compactMap { line -> String? in
            guard line.hasPrefix("holdover_queue_depth{") else { return nil }
            return line.components(separatedBy: "queue=\"").dropFirst().first?
                .components(separatedBy: "\"").first
        }
        #expect(!queues.isEmpty, "\(process.rawValue) declares no queue")
        for queue in queues {
            for series in Self.queueSeries {
                let isThere = lines.contains {
                    $0.hasPrefix("holdover_queue_\(series){") && $0.contains("queue=\"\(queue)\"")
                }
                #expect(isThere, "\(process.rawValue): queue \(queue) has no \(series)")
            }
        }
        return Set(queues)
    }
}
