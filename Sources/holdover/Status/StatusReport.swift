import Common
import Foundation
import Frames
import Proto
import VirtualCard

/// Everything `holdover status` knows, gathered from where it lies: the supervisor's record, the
/// timeline in shared memory, the processes' metrics and the coordinator. Each part may be missing;
/// the rest is told all the same.
struct StatusReport: Encodable {
    /// One queue, under the names of the metrics.
    struct Queue: Encodable {
        let queue: String
        let depth: Double
        let capacity: Double
        let highWater: Double
        let oldestAgeSeconds: Double
        let droppedTotal: Double
    }
    /// One process.
    struct Daemon: Encodable {
        let name: String
        let state: String
        let pid: Int32?
        let epoch: String?
        let restarts: Int?
        let status: String
        let heartbeatAgeSeconds: Double?
        let queues: [Queue]
        /// Every loop of the process: its name, owner, what its end means, how it stands.
        let loops: [LoopEntry]
        /// Threads that libraries made for themselves, by name.
        let libraryThreads: [String: Int]
        let pools: [Pool]
    }
    /// One lane of the renderer.
    struct Renderer: Encodable {
        let lane: String
        let framesRenderedTotal: Double?
        let overrunsTotal: Double?
        let renderSecondsMean: Double?
    }
    /// The run and what hangs on the coordinator.
    struct Show: Encodable {
        let stateVersion: UInt64
        let runState: String
        let layers: [String]
        let alarms: [String]
        let storeAvailable: Bool
    }

    let instance: String
    let supervised: Bool
    let daemons: [Daemon]
    let output: SlotInspection.Clock?
    let outputError: String?
    let renderers: [Renderer]
    /// Nil while the coordinator is away.
    let show: Show?
    let showError: String?

    /// Gathers; takes at most about two seconds where something does not answer. Throws, exit code
    /// 3, where nothing of the instance is there.
    static func gather(_ configuration: Configuration) throws -> StatusReport {
        let environment = ProcessInfo.processInfo.environment
        let paths = InstancePaths(instance: configuration.instance, environment: environment)
        let record = SupervisorRecord.read(paths)
        let reader = TimelineReader(in: FramePlane(paths))
        let clock = SlotInspection(
            reader, from: FrameIndex(.max), at: SystemTimeSource().now())
        let isThere = record != nil || clock.timeline?.isWriterAlive == true
        var model: ReadModel?
        var problem: String?
        do {
            let client = try CoordinatorClient(configuration, patience: .milliseconds(500))
            defer { client.close() }
            model = try client.state()
        } catch {
            problem = "\(error)"
        }
        let scrapes = scrape(paths)
        // What an ended show left in shared memory is no sign of life.
        guard isThere || model != nil || !scrapes.isEmpty else {
            throw CommandFailure.noTimeline(reader, paths)
        }
        let epochs = epochs(model, clock.timeline, paths)
        return StatusReport(
            instance: configuration.instance, supervised: record != nil,
            daemons: daemons(configuration, record, model, scrapes, epochs, paths),
            output: clock.timeline, outputError: clock.error, renderers: renderers(scrapes),
            show: model.map(show),
            showError: problem)
    }

    private static func scrape(_ paths: InstancePaths) -> [ProcessName: MetricsScrape] {
        var scrapes: [ProcessName: MetricsScrape] = [:]
        for process in ProcessName.allCases {
            guard let port = paths.port(of: "metrics.\(process.rawValue)") else { continue }
            scrapes[process] = MetricsScrape(port: port)
        }
        return scrapes
    }

    /// The epochs of the running processes, in hexadecimal: what coordinator, output and card say of
    /// themselves, and the others' as the coordinator knows them.
    private static func epochs(
        _ model: ReadModel?, _ timeline: SlotInspection.Clock?, _ paths: InstancePaths
    ) -> [ProcessName: String] {
        var epochs: [ProcessName: String] = [:]
        for link in model?.links ?? [] where link.epoch != 0 {
            guard let process = ProcessName(rawValue: link.subject) else { continue }
            epochs[process] = String(link.epoch, radix: 16)
        }
        // Messages have another epoch than the timeline; the timeline's is always there.
        epochs[.output] = timeline.flatMap { $0.isWriterAlive ? $0.processEpoch : nil }
        if let model { epochs[.coordinator] = String(model.version.coordinatorEpoch, radix: 16) }
        // No card, or one that does not answer, has no epoch to tell.
        if let status = try? CardControl.status(paths),
            let card = try? JSONDecoder().decode(CardAnswer.self, from: Data(status.utf8))
        {
            epochs[.card] = String(card.epoch, radix: 16)
        }
        return epochs
    }

    private struct CardAnswer: Decodable { let epoch: UInt64 }

    private static func daemons(
        _ configuration: Configuration, _ record: SupervisorRecord?, _ model: ReadModel?,
        _ scrapes: [ProcessName: MetricsScrape], _ epochs: [ProcessName: String],
        _ paths: InstancePaths
    ) -> [Daemon] {
        ProcessName.allCases.compactMap { process in
            if process == .rendererB, configuration.laneCount < 2 { return nil }
            let name = process.rawValue
            let child = record?.children.first { $0.name == name }
            let link = model?.links.first { $0.subject == name }
            let scrape = scrapes[process]
            if process == .hooks, child == nil, scrape == nil { return nil }
            let report = LoopReport.read(name, paths)
            let state = child?.state.rawValue ?? link.map { "\($0.state)" }
            let pid = child?.pid ?? link.flatMap { $0.pid == 0 ? nil : Int32($0.pid) }
            return Daemon(
                name: name, state: state ?? (scrape == nil ? "unknown" : "answering"), pid: pid,
                epoch: epochs[process], restarts: child?.restarts,
                status: child?.status ?? link?.detail ?? "",
                heartbeatAgeSeconds: scrape?.value("heartbeat_age_seconds"),
                queues: scrape.map(queues) ?? [], loops: report?.loops ?? [],
                libraryThreads: report.map(libraryThreads) ?? [:],
                pools: scrape.map(pools) ?? [])
        }
    }

    private static func queues(_ scrape: MetricsScrape) -> [Queue] {
        let names = scrape.samples.filter { $0.name == "queue_depth" }
            .compactMap { $0.labels["queue"] }
        return names.sorted().map { name in
            func value(_ series: String) -> Double {
                scrape.value("queue_" + series, ["queue": name]) ?? 0
            }
            let dropped = scrape.samples.filter {
                $0.name == "queue_dropped_total" && $0.labels["queue"] == name
            }
            return Queue(
                queue: name, depth: value("depth"), capacity: value("capacity"),
                highWater: value("high_water"), oldestAgeSeconds: value("oldest_age_seconds"),
                droppedTotal: dropped.reduce(0) { $0 + $1.value })
        }
    }

    private static func renderers(_ scrapes: [ProcessName: MetricsScrape]) -> [Renderer] {
        [ProcessName.rendererA, .rendererB].compactMap { process in
            guard let scrape = scrapes[process] else { return nil }
            return Renderer(
                lane: process == .rendererA ? "a" : "b",
                framesRenderedTotal: scrape.value("frames_rendered_total"),
                overrunsTotal: scrape.value("render_overruns_total"),
                renderSecondsMean: scrape.mean("render_duration_seconds"))
        }
    }

    private static func show(_ model: ReadModel) -> Show {
        Show(
            stateVersion: model.version.number, runState: "\(model.run.state)",
            layers: model.programme.layers.map { $0.name + ($0.bypassed ? " (bypassed)" : "") },
            alarms: model.alarms.filter(\.active).map {
                "\($0.severity) \($0.key.kind) \($0.key.subject): \($0.text)"
            },
            storeAvailable: model.storeAvailable)
    }
}
