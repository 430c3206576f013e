import Common
import Foundation

extension StatusReport {
    /// How much a pool of workers has under way.
    struct Pool: Encodable {
        let pool: String
        let inFlight: Double
        let limit: Double
        let highWater: Double
        let refusedTotal: Double
    }

    /// The pools of a process.
    static func pools(_ scrape: MetricsScrape) -> [Pool] {
        let names = scrape.samples.filter { $0.name == "pool_limit" }
            .compactMap { $0.labels["pool"] }
        return names.sorted().map { name in
            func value(_ series: String) -> Double {
                scrape.value("pool_" + series, ["pool": name]) ?? 0
            }
            return Pool(
                pool: name, inFlight: value("in_flight"), limit: value("limit"),
                highWater: value("high_water"), refusedTotal: value("refused_total"))
        }
    }

    /// The threads of a process that are not its loops: libraries made them for themselves.
    static func libraryThreads(_ report: LoopReport) -> [String: Int] {
        let folder = "/proc/\(report.pid)/task"
        let known = Set(report.loops.map(\.thread))
        var found: [String: Int] = [:]
        // A process or a thread that has just ended has none to tell of.
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            guard let thread = Int32(name), !known.contains(thread),
                let comm = try? String(contentsOfFile: "\(folder)/\(name)/comm", encoding: .utf8)
            else { continue }
            found[comm.trimmingCharacters(in: .whitespacesAndNewlines), default: 0] += 1
        }
        return found
    }

    /// The loops of a process that somebody should know of.
    static func troubles(of loops: [LoopEntry]) -> [String] {
        loops.filter { $0.state != .running || $0.restarts > 0 }.map { loop in
            let state = loop.state == .running ? "runs again" : loop.state.rawValue
            return "loop \(loop.name) (\(loop.criticality.rawValue)) \(state),"
                + " started again \(loop.restarts) times: \(loop.lastError)"
        }
    }
}
