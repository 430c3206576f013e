public import Common
public import Frames
import Glibc
import Logging
import Messaging
import Playout
import Proto

/// Why the output cannot start.
public enum OutputServiceError: Error, Sendable, CustomStringConvertible {
    case folders(InstancePathError)
    /// The clock of this instance is written by another process.
    case alreadyRunning(instance: String)
    case sharedMemory(SharedObjectError)
    case metrics(MetricsEndpointError)
    case pipe(PipeError)

    public var description: String {
        switch self {
        case .folders(let error): "\(error)"
        case .alreadyRunning(let instance):
            "another outputd of instance \"\(instance)\" is running. "
                + "Stop it, or give this one another --instance"
        case .sharedMemory(let error): "\(error)"
        case .metrics(let error): "\(error)"
        case .pipe(let error): "\(error)"
        }
    }
}

/// outputd as a whole: makes what the playout thread owns, starts it, and keeps the non-critical
/// loops around it. Any thread.
public final class OutputService: Sendable {
    /// The instance's metrics.
    public let registry: MetricsRegistry
    /// What playout is asked to do.
    public let mailbox: PlayoutMailbox
    private let playout: JoinableThread
    private let loops: [LoopSupervisor]
    private let link: CoordinatorLink?
    private let endpoint: MetricsEndpoint

    /// Starts everything and returns; the output plays from here on. `onTurn` is called by each
    /// non-critical loop once a turn with its name; what it throws makes that loop die.
    public init<Device: OutputDevice>(
        configuration: Configuration, paths: InstancePaths, environment: [String: String],
        notifier: ServiceNotifier? = nil, device: Device,
        registry: MetricsRegistry = MetricsRegistry(),
        onTurn: @escaping @Sendable (String) throws -> Void = { _ in }
    ) throws(OutputServiceError) {
        let notifier = notifier ?? ServiceNotifier(environment: environment)
        registry.registerProcessMetrics(
            process: ProcessName.output.rawValue, notifier: notifier, paths: paths)
        let builder = try OutputBuilder(
            configuration: configuration, paths: paths, environment: environment,
            notifier: notifier, registry: registry)
        let parts = builder.parts
        self.registry = registry
        mailbox = parts.mailbox
        endpoint = try Self.serveMetrics(configuration, paths, registry, environment)
        let loop = PlayoutLoop(parts, device: device)
        playout = WorkerThread.start(
            named: "playout", owner: "output", .critical, priority: .realtime(50),
            onPriority: { isGranted in
                guard !isGranted else { return }
                Logger(label: "output").warning(
                    "real-time priority refused; give LimitRTPRIO=60 or CAP_SYS_NICE")
            }
        ) { loop.run() }
        let director = RunDirector(mailbox: parts.mailbox, paths: paths)
        link = Self.connect(configuration, paths, registry, director)
        let panic = LoopSupervisor("panic", registry: registry)
        let log = LoopSupervisor("slot-log", registry: registry)
        let reports = LoopSupervisor("reports", registry: registry)
        let following = LoopSupervisor("run", registry: registry)
        let quality = parts.aired.map { _ in LoopSupervisor("quality", registry: registry) }
        let lanes =
            configuration.laneCount > 1 ? LoopSupervisor("lanes", registry: registry) : nil
        loops = [panic, log, reports, following] + [quality, lanes].compactMap { $0 }
        let reporting = ReportLoop(
            queue: parts.reports, link: link, notifier: parts.notifier,
            timeline: TimelineReader(in: builder.plane), loops: loops, trouble: device.trouble,
            director: director,
            slateTrouble: {
                SlateFile.trouble(
                    configuration.playout.slatePath, format: configuration.format,
                    environment: environment)
            }, onTurn: onTurn)
        let logging = SlotLogLoop(queue: parts.log, directory: paths.state, onTurn: onTurn)
        let control = PanicControl(
            path: paths.socket("panic"), configuration: configuration, mailbox: parts.mailbox,
            latch: ForceLatch(paths), plane: builder.plane, gauges: parts.gauges, onTurn: onTurn)
        if let quality, let aired = parts.aired {
            let watching = QualityLoop(
                queue: aired, link: link, plane: builder.plane, configuration: configuration,
                state: paths.state, timelineEpoch: parts.signal.timelineEpoch,
                gauges: QualityGauges(registry), pool: PoolMeter(.quality, registry: registry),
                onTurn: onTurn)
            quality.start { try watching.run($0) }
        }
        if let lanes {
            let watch = LaneWatch(
                link: link, plane: builder.plane, timelineEpoch: parts.signal.timelineEpoch,
                registry: registry, onTurn: onTurn)
            lanes.start { try watch.run($0) }
        }
        panic.start { try control.run($0) }
        log.start { try logging.run($0) }
        reports.start { try reporting.run($0) }
        following.start { try director.run($0, onTurn: onTurn) }
    }

    /// Asks for an orderly end: what is scheduled is flushed, loops write what they have.
    public func stop() { mailbox.stop() }

    /// Waits for the end of playout, then ends the loops; false when the deadline passed first.
    public func join(until deadline: MonotonicInstant = .distantFuture) -> Bool {
        guard playout.join(until: deadline) else { return false }
        for loop in loops { loop.stop() }
        link?.stop(flushUntil: SystemTimeSource().now() + .milliseconds(200))
        endpoint.stop()
        return true
    }

    private static func serveMetrics(
        _ configuration: Configuration, _ paths: InstancePaths, _ registry: MetricsRegistry,
        _ environment: [String: String]
    ) throws(OutputServiceError) -> MetricsEndpoint {
        do {
            let endpoint = try MetricsEndpoint(
                registry: registry, address: configuration.text("metrics.bind"),
                port: ProcessName.output.metricsPort(configuration),
                inherited: InheritedSockets.take(environment: environment)["metrics"])
            try? paths.publish(port: endpoint.port, of: "metrics.outputd")
            return endpoint
        } catch {
            throw .metrics(error)
        }
    }

    /// The output plays without a coordinator, also without the means to reach one.
    private static func connect(
        _ configuration: Configuration, _ paths: InstancePaths, _ registry: MetricsRegistry,
        _ director: RunDirector
    ) -> CoordinatorLink? {
        let log = Logger(label: "messages")
        do {
            return try CoordinatorLink(
                CoordinatorLink.Options(
                    source: ProcessName.output.rawValue, configuration.messaging),
                transport: ZeroMQTransport(
                    paths: paths, marks: HighWaterMarks(configuration.messaging)),
                subscription: Subscription(resync: [.getState(GetState())]) { director.take($0) },
                registry: registry, logger: log)
        } catch {
            log.error("no link to the coordinator", metadata: ["cause": "\(error)"])
            return nil
        }
    }
}
