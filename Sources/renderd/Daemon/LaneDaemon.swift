public import Common
import Foundation
import Frames
public import Logging
import Messaging
import Proto
import Synchronization

/// One lane of the renderer as a process: render thread, build thread, link to the coordinator and
/// metrics. Made on the main thread; `run` blocks it until `stop`.
public final class LaneDaemon: Sendable {
    private let configuration: Configuration
    private let paths: InstancePaths
    private let lane: String
    private let logger: Logger
    private let mailbox: BoundedQueue<RenderMessage>
    private let built: BoundedQueue<RenderMessage>
    private let reports: BoundedQueue<RenderReport>
    private let saves: CoalescingQueue<String, Snapshot>
    private let registry: MetricsRegistry
    private let metrics: RenderMetrics
    private let notifier: ServiceNotifier
    private let environment: [String: String]
    private let time = SystemTimeSource()

    /// `lane` is `a` or `b`.
    public init(
        lane: String, configuration: Configuration, paths: InstancePaths,
        environment: [String: String], logger: Logger
    ) {
        self.lane = lane
        self.configuration = configuration
        self.paths = paths
        self.logger = logger
        self.environment = environment
        registry = MetricsRegistry()
        notifier = ServiceNotifier(environment: environment)
        registry.registerProcessMetrics(
            process: "renderd.\(lane)", notifier: notifier, paths: paths)
        metrics = RenderMetrics(registry)
        mailbox = BoundedQueue(
            QueueDeclaration(.renderMailbox),
            registry: registry)
        built = BoundedQueue(QueueDeclaration(.renderBuilt), registry: registry)
        reports = BoundedQueue(
            QueueDeclaration(.renderReports),
            registry: registry)
        saves = CoalescingQueue(.renderSnapshots, registry: registry)
    }

    /// Ends `run` in order. Any thread.
    public func stop() {
        notifier.stopping()
        mailbox.push(.stop)
        reports.close()
    }

    /// Reads the configuration again for what can change while it draws: the log level. Any thread.
    public func reload(file: String?) {
        ConfigurationReload(
            configuration, file: file, instance: configuration.instance,
            environment: environment, notifier: notifier
        ).reload(at: time.now())
    }

    /// Draws until `stop`. Throws where there is no GL, or another process has the lane.
    public func run() throws {
        let lock = try InstanceLock(path: paths.lock("renderd.\(lane)"))
        defer { withExtendedLifetime(lock) {} }
        let epoch = UInt64.random(in: 1...UInt64.max)
        let settings = RendererConfiguration(lane: lane, configuration, paths: paths)
        let context = try GraphicsContext()
        let buildContext = try GraphicsContext(sharingWith: context)
        let endpoint = try startMetrics()
        let reporter = LaneReporter(
            lane: lane, logger: logger, notifier: notifier, metrics: metrics)
        let record = FlightRecord(path: "\(paths.runtime)/renderd.\(lane).record")
        record?.catchFatalSignals()
        let safety = BuildSafety(
            ShaderGuard(
                folder: "\(paths.state)/guard.\(lane)", previous: record?.previous,
                now: time.now(), spared: drawnElsewhere(), complain: { reporter.notKept($0) }),
            process: TrialProcess(
                limit: .milliseconds(Int64(configuration.integer("render.trial_limit_ms")))),
            canvas: settings.canvas, record: record)
        if let death = record?.previous { reporter.previousDeath(death) }
        let recorder = makeRecorder(settings, reporter)
        let builds = BuildThread(
            canvas: settings.canvas, context: buildContext, registry: registry,
            BuildThread.Connections(
                mailbox: built, report: { reporter.build($0) }, time: time, safety: safety,
                keep: { package in
                    if let recorder { reporter.keep(package, in: recorder) }
                }))
        let feed = StackFeed(mailbox: mailbox, saves: saves, builds: builds)
        let file = SnapshotFile(path: "\(paths.runtime)/renderd.\(lane).snapshot")
        if let last = file.load() { feed.adopt(last) }
        let saver = startSaver(file)
        let ended = startRenderThread(settings, context, record, recorder, builds, epoch: epoch)
        let link = try startLink(feed)
        reporter.attach(link)
        feed.onLoss { link.resynchronise() }
        reporter.phase("starting")
        let startedAt = time.now()
        reportUntilStopped(
            reporter, record, safety, startedAt: startedAt,
            onFirstFrame: { builds.request(.fusionVariants) },
            resynchronise: { link.resynchronise() })
        let deadline = time.now() + .seconds(2)
        ended.thread.join(until: deadline)
        // Nobody takes what is still being built.
        built.close()
        builds.stop(until: deadline)
        recorder?.stop(until: deadline)
        saves.close()
        saver.join(until: deadline)
        link.stop(flushUntil: nil)
        endpoint.stop()
        safety.shaderGuard.leave()
        record?.noteOrderlyEnd()
        if let failure = ended.failure.text { throw LaneFailure(text: failure) }
    }

    // MARK: Parts

    private struct RenderEnd {
        let thread: JoinableThread
        let failure: FailureBox
    }

    /// Carries the reason of a dead render thread out of it.
    private final class FailureBox: Sendable {
        private let state = Mutex<String?>(nil)
        var text: String? { state.withLock { $0 } }
        func set(_ text: String) { state.withLock { $0 = text } }
    }

    private func startRenderThread(
        _ settings: RendererConfiguration, _ context: GraphicsContext, _ record: FlightRecord?,
        _ recorder: FlightRecorder?, _ builds: BuildThread, epoch: UInt64
    ) -> RenderEnd {
        let failure = FailureBox()
        let connections = RenderThread.Connections(
            mailbox: mailbox, built: built, reports: reports, metrics: metrics, notifier: notifier,
            time: time, record: record, recorder: recorder, fuse: { builds.request(.fusion($0)) })
        let reports = reports
        let logger = logger
        let thread = WorkerThread.start(
            named: "render", owner: "renderd", .critical, stackByteCount: 8 << 20
        ) {
            do {
                let renderer = try RenderThread(
                    settings, connections, context: context, epoch: epoch)
                logger.info(
                    "renderer is warm",
                    metadata: [
                        "gl": "\(context.rendererName)", "format": "\(settings.format)",
                        "read_back": "\(renderer.readBackPath)",
                    ])
                renderer.run()
            } catch {
                failure.set("\(error)")
            }
            reports.close()
        }
        return RenderEnd(thread: thread, failure: failure)
    }

    /// Nil where nothing is to be recorded.
    private func makeRecorder(
        _ settings: RendererConfiguration, _ reporter: LaneReporter
    ) -> FlightRecorder? {
        guard settings.recordingByteCountMax > 0 else { return nil }
        return FlightRecorder(
            RecordingFiles(folder: RecordingFiles.folder(of: lane, in: paths)),
            head: RecordingHead(settings), run: Int64(Date().timeIntervalSince1970 * 1000),
            byteCountMax: settings.recordingByteCountMax, registry: registry
        ) { reporter.notKept($0) }
    }

    private func startMetrics() throws(MetricsEndpointError) -> MetricsEndpoint {
        let process: ProcessName = lane == "b" ? .rendererB : .rendererA
        let endpoint = try MetricsEndpoint(
            registry: registry, address: configuration.text("metrics.bind"),
            port: process.metricsPort(configuration),
            inherited: InheritedSockets.take(environment: environment)["metrics"])
        try? paths.publish(port: endpoint.port, of: "metrics.\(process.rawValue)")
        return endpoint
    }

    private func startLink(_ feed: StackFeed) throws -> CoordinatorLink {
        let subscription = Subscription(
            resync: [.getSnapshot(GetSnapshot(stack: .programme))]
        ) { update in
            switch update {
            case .resynced(let answers):
                for case .snapshot(let reply) in answers { feed.adopt(reply.snapshot) }
            case .event(let event): feed.take(event.event)
            case .state, .gap: break
            }
        }
        return try CoordinatorLink(
            CoordinatorLink.Options(source: "renderd.\(lane)", configuration.messaging),
            transport: try ZeroMQTransport(
                paths: paths, marks: try HighWaterMarks(configuration.messaging)),
            subscription: subscription, registry: registry, logger: logger, time: time)
    }

    private func startSaver(_ file: SnapshotFile) -> JoinableThread {
        let saves = saves
        return WorkerThread.start(named: "snapshots", owner: "renderd", .degrading) {
            // A snapshot that cannot be saved is counted and told of; the next one is tried again.
            while saves.dispatch(until: .distantFuture, { try file.save($0.element) }) != .idle {}
        }
    }

    private func reportUntilStopped(
        _ reporter: LaneReporter, _ record: FlightRecord?, _ safety: BuildSafety,
        startedAt: MonotonicInstant, onFirstFrame: () -> Void, resynchronise: () -> Void
    ) {
        var phase = "starting"
        var nextBeat = startedAt
        let handOver = MemoryFile(path: memoryPath(of: lane))
        var otherMemory: MemoryFile?
        let swaps = makeSwaps()
        var generations: [LaneBuild: UInt64] = [:]
        while !reports.isClosed {
            let now = time.now()
            if now >= nextBeat {
                nextBeat = now + .seconds(1)
                reporter.beat(uptime: now - startedAt, phase: phase)
                safety.shaderGuard.review(at: now)
                endIfHung(record, safety, reporter, at: now)
            }
            swaps?.turn(at: now) { build in
                reporter.build(
                    .refused(id: build.id, generation: generations[build] ?? 0, .rolledBack))
            }
            // Only while the other lane's memory is waited for, and then for a few frames.
            if let memory = otherMemory?.news() { mailbox.push(.memory(memory)) }
            let isWaiting = otherMemory != nil || swaps?.isBusy == true
            let until = isWaiting ? min(nextBeat, now + .milliseconds(5)) : nextBeat
            guard let note = reports.pop(until: until) else { continue }
            switch note {
            case .firstFrame:
                phase = "ready"
                safety.isOnAir = true
                onFirstFrame()
                reporter.render(note)
                reporter.phase(phase)
            case .lostMessage: resynchronise()
            case .memory(let memory):
                do { try handOver.save(memory) } catch {
                    reporter.notKept("the other lane cannot be helped: \(error)")
                }
            case .step(let isOut):
                otherMemory =
                    isOut ? MemoryFile(path: memoryPath(of: lane == "a" ? "b" : "a")) : nil
                reporter.render(note)
            case .held(let build, let generation):
                // Of each shader only the newest build is agreed on.
                for old in generations.keys where old.id == build.id { generations[old] = nil }
                generations[build] = generation
                swaps?.held(build, at: now)
            case .drawing(let build): swaps?.drawing(build)
            case .applied(let id, _, _):
                safety.shaderGuard.cameOnAir(id, at: now, isChange: safety.isOnAir)
                reporter.render(note)
            default: reporter.render(note)
            }
        }
    }

    /// Texts that the other lane draws and lives with.
    private func drawnElsewhere() -> Set<UInt64> {
        guard configuration.laneCount > 1 else { return [] }
        return LaneSwaps.drawn(
            by: lane == "a" ? "b" : "a", folder: paths.runtime, plane: FramePlane(paths))
    }

    /// Nil where there is one lane.
    private func makeSwaps() -> LaneSwaps? {
        guard configuration.laneCount > 1 else { return nil }
        let metrics = metrics
        return LaneSwaps(
            lane: lane, folder: paths.runtime, plane: FramePlane(paths), mailbox: mailbox,
            logger: logger
        ) { metrics.frames.value }
    }

    private func memoryPath(of lane: String) -> String {
        "\(paths.runtime)/renderd.\(lane).memory"
    }

    /// A frame or a build that never ends cannot be stopped from inside: the process ends, loudly,
    /// and the next one knows why.
    private func endIfHung(
        _ record: FlightRecord?, _ safety: BuildSafety, _ reporter: LaneReporter,
        at now: MonotonicInstant
    ) {
        if let start = record?.frameStart, now.nanoseconds - start > Self.frameLimit.count {
            record?.noteHang()
            logger.critical("a frame does not end; renderd ends so that it can start again")
            _exit(70)
        }
        let hung = safety.hungBuild(at: now)
        reporter.buildsHang(hung != nil && safety.isOnAir)
        // What was tried before, or can be done without, costs no picture: builds wait until it ends.
        guard let hung, !hung.isSpared || !safety.isOnAir else { return }
        safety.shaderGuard.accuse(hung.hash)
        logger.critical("a build does not end; renderd ends so that it can start again")
        _exit(70)
    }

    /// No frame takes this long, even where the machine is starved.
    private static let frameLimit = Nanoseconds.seconds(4)
}

/// Why a lane ended by itself.
public struct LaneFailure: Error, CustomStringConvertible {
    /// A sentence with the remedy.
    public let text: String

    /// The sentence.
    public var description: String { text }
}
