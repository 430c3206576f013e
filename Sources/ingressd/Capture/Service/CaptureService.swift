public import Common
internal import Foundation
internal import Frames
internal import Logging
public import Messaging
internal import Proto
internal import Synchronization

/// `ingressd capture`: video in. One thread for each input, which follows the output's timeline and
/// never waits for a reader; decoders are children of it. Any thread may start and stop it.
public final class CaptureService: Sendable {
    private let workers: [InputWorker]
    private let threads = Mutex<[JoinableThread]>([])
    private let link: CoordinatorLink?
    private let onFact: @Sendable (Fact.Kind, String) -> Void
    private let notifier: ServiceNotifier
    private let time: any TimeSource
    private let log: Logger
    private let hasStopped = Monitor(false)
    private let startedAt: MonotonicInstant
    private let workerList: WorkerList

    /// How long the service waits for an output clock before it calls itself ready without one.
    static let readyPatience = Nanoseconds.seconds(5)

    /// Opens the rings and the inputs; nothing runs until `start`.
    ///
    /// - Parameters:
    ///   - transport: the way to the coordinator.
    ///   - environment: for ffmpeg.
    /// - Throws: what keeps every input from working; see `CaptureStartError`.
    public convenience init(
        configuration: Configuration, paths: InstancePaths, environment: [String: String],
        transport: any Transport, registry: MetricsRegistry, notifier: ServiceNotifier,
        time: any TimeSource = SystemTimeSource()
    ) throws {
        let link = try CoordinatorLink(
            CoordinatorLink.Options(
                source: ProcessName.ingressCapture.rawValue, configuration.messaging),
            transport: transport, registry: registry, logger: Logger(label: "messages"),
            time: time)
        try self.init(
            configuration: configuration, paths: paths, environment: environment, link: link,
            onFact: { link.facts.report($0, operationID: $1) }, registry: registry,
            notifier: notifier, time: time)
    }

    /// The same with facts going anywhere, for tests.
    init(
        configuration: Configuration, paths: InstancePaths, environment: [String: String],
        link: CoordinatorLink?, onFact: @escaping @Sendable (Fact.Kind, String) -> Void,
        registry: MetricsRegistry, notifier: ServiceNotifier, time: any TimeSource
    ) throws {
        let log = Logger(label: "capture")
        self.log = log
        self.time = time
        self.notifier = notifier
        startedAt = time.now()
        self.link = link
        self.onFact = onFact
        let list = WorkerList()
        workerList = list
        let startedAt = startedAt
        let onTurn: @Sendable (MonotonicInstant) -> Void = { [notifier] now in
            // A loop that stands still anywhere must look dead.
            if list.oldestTurn(startedAt: startedAt) + .seconds(2) > now {
                notifier.feedWatchdog(at: now)
            }
        }
        let plane = FramePlane(paths)
        let epoch = UInt64.random(in: 1...UInt64.max)
        let lead = Self.lead(configuration)
        workers = try configuration.inputs.map { input in
            let resume = ResumePoint.take(
                input: input.number, source: "\(input.source)",
                format: "\(configuration.format)", paths: paths, plane: plane)
            return try InputWorker(
                number: input.number,
                source: Self.source(
                    input, configuration, environment: environment, registry: registry,
                    time: time, log: log),
                format: configuration.inputFormat,
                clean: input.number == 1 && configuration.format == configuration.inputFormat
                    ? Self.ring(
                        .clean, configuration.inputFormat, configuration, plane, epoch,
                        TimelineReader(in: plane)) : nil,
                makeRing: {
                    try Self.ring(
                        .input(input.number), $0, configuration, plane, epoch, nil)
                },
                resume: resume, lead: lead, inputDelay: configuration.inputDelay,
                timeline: TimelineReader(in: plane),
                time: time,
                report: InputReport(facts: onFact, number: input.number),
                registry: registry, log: log, onTurn: onTurn)
        }
        list.set(workers)
    }

    private static func source(
        _ input: Configuration.Input, _ configuration: Configuration,
        environment: [String: String], registry: MetricsRegistry, time: any TimeSource,
        log: Logger
    ) throws -> any CaptureSource {
        switch input.source {
        case .file, .url:
            return MediaSource(
                input, format: configuration.inputFormat, audio: configuration.audio,
                environment: environment, registry: registry, time: time, log: log)
        case .decklink(let selector):
            let connection = configuration.text("input.\(input.number).connection")
            return DeckLinkSource(
                selector, connection: DeckLinkConnection(rawValue: connection) ?? .auto,
                libraryPath: configuration.text("decklink.library"),
                format: configuration.inputFormat, audio: configuration.audio,
                number: input.number, registry: registry, log: log)
        case .lineUp(let signal):
            guard
                let source = LineUpSource(
                    signal, format: configuration.inputFormat, audio: configuration.audio,
                    name: configuration.channelName)
            else { throw CaptureStartError.unsupportedFormat("\(configuration.inputFormat)") }
            return source
        case .bars: break
        }
        guard let pattern = BarsPattern(format: configuration.inputFormat) else {
            throw CaptureStartError.unsupportedFormat("\(configuration.inputFormat)")
        }
        return BarsSource(pattern: pattern, audio: configuration.audio)
    }

    /// The most memory one ring takes for the sake of its lead.
    private static let ringByteCountMax = 192 << 20

    /// How many slots ahead of time sources that know their future are written: 0.8 s, less where
    /// the ring would grow too large.
    private static func lead(_ configuration: Configuration) -> Int {
        let rate = configuration.format.rate
        let wanted = Int(rate.numerator * 8 / (rate.denominator * 10))
        let slots = min(
            ringByteCountMax / configuration.inputFormat.payloadByteCount, RingLayout.slotCountMax)
        return max(min(wanted, slots - slotCount(configuration, lead: 0)), 1)
    }

    /// Slots from the oldest that is still aired to the newest that is already here.
    private static func slotCount(_ configuration: Configuration, lead: Int) -> Int {
        min(
            configuration.inputDelay + configuration.playout.ringSlotCount + lead,
            RingLayout.slotCountMax)
    }

    private static func ring(
        _ object: ObjectName, _ video: VideoFormat, _ configuration: Configuration,
        _ plane: FramePlane, _ epoch: UInt64, _ timeline: TimelineReader?
    ) throws -> RingWriter {
        let isClean = object == .clean
        let layout = RingLayout(
            kind: isClean ? .clean : .input, video: video,
            audio: isClean ? nil : configuration.audio,
            slotCount: slotCount(configuration, lead: lead(configuration)))
        guard let layout else {
            throw CaptureStartError.unsupportedFormat("\(configuration.inputFormat)")
        }
        do {
            return try RingWriter(
                object, in: plane, layout: layout, writerEpoch: epoch, timeline: timeline)
        } catch {
            throw CaptureStartError.ring(error.description)
        }
    }

    /// Starts the inputs, and returns.
    public func start() {
        let started = workers.map { $0.start() }
        threads.withLock { $0 = started }
    }

    /// Sends heartbeats and says ready, until `stop`. Blocks; the main thread's work.
    public func run() {
        start()
        var isReady = false
        while !hasStopped.withLock({ $0 }) {
            let now = time.now()
            if !isReady, let status = readiness(at: now) {
                isReady = true
                notifier.ready(status: status)
                report(phase: "ready", detail: status)
            }
            beat(isReady: isReady, at: now)
            let next = now + (isReady ? .milliseconds(500) : .milliseconds(20))
            _ = hasStopped.wait(until: next) { $0 ? true : nil }
        }
        notifier.stopping()
        report(phase: "stopping", detail: "")
        for worker in workers { worker.stop() }
        for thread in threads.withLock({ $0 }) {
            thread.join(until: time.now() + .seconds(2))
        }
        // The inputs hold the list, through what they call each turn.
        workerList.set([])
        link?.stop(flushUntil: time.now() + .milliseconds(500))
    }

    /// Begins an orderly stop; `run` returns soon after.
    public func stop() {
        hasStopped.withLock { $0 = true }
        hasStopped.notifyAll()
    }

    /// Why the service counts as ready, or nil while it does not.
    private func readiness(at now: MonotonicInstant) -> String? {
        if workers.allSatisfy({ $0.hasVerdict.load(ordering: .relaxed) }) {
            return "\(workers.count) inputs"
        }
        return now - startedAt >= Self.readyPatience ? "waiting for the output's timeline" : nil
    }

    private func report(phase: String, detail: String) {
        onFact(
            .processPhase(
                ProcessPhase(
                    process: ProcessName.ingressCapture.rawValue, phase: phase,
                    pid: UInt32(ProcessInfo.processInfo.processIdentifier),
                    version: BuildInformation.version, detail: detail)), "")
    }

    private func beat(isReady: Bool, at now: MonotonicInstant) {
        let turns = workers.reduce(UInt64(0)) { $0 + $1.turnCount.load(ordering: .relaxed) }
        guard let link else { return }
        link.beat(
            Heartbeat(
                pid: UInt32(ProcessInfo.processInfo.processIdentifier),
                uptimeNanoseconds: UInt64(max((now - startedAt).count, 0)),
                phase: isReady ? "ready" : "starting", loopCount: turns, residentBytes: 0),
            timings: Dictionary(workers.map(\.timing)) { first, _ in first })
        for worker in workers {
            guard let frame = worker.takeNewest() else { continue }
            link.telemetry.observe(
                .inputFrameArrived(frame), key: "input_frame_arrived.\(frame.input)")
        }
    }
}

/// The inputs, known to the watchdog once they are made. Any thread.
private final class WorkerList: Sendable {
    private let workers = Mutex<[InputWorker]>([])

    func set(_ all: [InputWorker]) { workers.withLock { $0 = all } }

    /// The instant of the turn that lies furthest back.
    func oldestTurn(startedAt: MonotonicInstant) -> MonotonicInstant {
        workers.withLock { workers in
            workers.map {
                max(
                    MonotonicInstant(nanoseconds: $0.lastTurnAt.load(ordering: .relaxed)), startedAt
                )
            }.min() ?? startedAt
        }
    }
}
