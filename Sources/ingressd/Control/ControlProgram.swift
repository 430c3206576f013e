public import Common
import Glibc
import Logging
import Messaging
import Proto

/// `ingressd control` from start to end. Runs on the main thread and owns it.
public enum ControlProgram {
    /// The longest start without a coordinator: after it the service says that it is ready, without
    /// the state, which comes when the coordinator does.
    public static let startPatience = Nanoseconds.seconds(2)

    /// Serves until SIGTERM or SIGINT.
    ///
    /// - Parameters:
    ///   - file: configuration file, nil for none.
    ///   - instance: instance name from the command line, nil for the configured one.
    ///   - environment: the process's environment.
    /// - Returns: the process's exit status: 0 after an orderly stop, 78 (EX_CONFIG) for a
    ///   configuration that cannot be used, 1 where it cannot start.
    public static func run(
        file: String?, instance: String?, environment: [String: String]
    ) -> Int32 {
        // Before any thread exists, so that all of them leave these signals to the main thread.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGTERM)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGHUP)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        signal(SIGPIPE, SIG_IGN)
        let configuration: Configuration
        do throws(ConfigurationError) {
            configuration = try Configuration.load(
                file: file, instance: instance, environment: environment)
        } catch {
            complain("\(error)")
            return 78
        }
        LogSetup.bootstrap(
            process: ProcessName.ingressControl.rawValue, level: configuration.logLevel,
            environment: environment)
        let log = Logger(label: "control")
        do {
            try serve(
                configuration, file: file, environment: environment, log: log, until: signals)
            return 0
        } catch {
            log.critical("cannot start: \(error)")
            return 1
        }
    }

    private static func complain(_ text: String) {
        var line = "ingressd control: \(text)\n"
        line.withUTF8 { _ = write(2, $0.baseAddress, $0.count) }
    }

    private static func serve(
        _ configuration: Configuration, file: String?, environment: [String: String],
        log: Logger, until signals: sigset_t
    ) throws {
        let time = SystemTimeSource()
        let startedAt = time.now()
        let notifier = ServiceNotifier(environment: environment)
        let paths = InstancePaths(instance: configuration.instance, environment: environment)
        try paths.create()
        let lock = try InstanceLock(path: paths.lock(ProcessName.ingressControl.rawValue))
        defer { withExtendedLifetime(lock) {} }
        let registry = MetricsRegistry()
        registry.registerProcessMetrics(
            process: ProcessName.ingressControl.rawValue, notifier: notifier, paths: paths)
        let inherited = InheritedSockets.take(environment: environment)
        let metrics = try MetricsEndpoint(
            registry: registry, address: configuration.text("metrics.bind"),
            port: ProcessName.ingressControl.metricsPort(configuration),
            inherited: inherited["metrics"])
        try paths.publish(port: metrics.port, of: "metrics.ingressd.control")
        let transport = try ZeroMQTransport(
            paths: paths, marks: HighWaterMarks(configuration.messaging))
        let link = MessagingLink(
            configuration: configuration, transport: transport, registry: registry, log: log,
            time: time)
        let service = try ControlService(
            configuration: configuration, paths: paths, link: link, registry: registry,
            time: time, log: log)
        let data = DataPaths.locate(environment: environment)
        if data == nil {
            log.error("web/ and shaders/ were not found; set HOLDOVER_DATA_DIR to their folder")
        }
        let ports = try service.start(
            shaders: data?.shaders(configuration), web: data?.web(configuration),
            inherited: inherited)
        let isComplete = service.waitForState(until: startedAt + startPatience)
        let status = "http \(ports.http), osc \(ports.osc)"
        notifier.ready(status: isComplete ? status : status + "; coordinatord is away")
        link.report(phase("ready", status))
        service.startBeat(notifier: notifier, startedAt: startedAt)
        let reload = ConfigurationReload(
            configuration, file: file, instance: configuration.instance,
            environment: environment, notifier: notifier, live: ControlService.liveKeys
        ) { fresh in
            do {
                try service.adopt(fresh)
            } catch {
                log.error("not taken over: \(error)")
            }
        }
        let received = wait(for: signals) { reload.reload(at: time.now()) }
        notifier.stopping()
        log.notice("stopping", metadata: ["signal": "\(received)"])
        link.report(phase("stopping", ""))
        service.stop()
        metrics.stop()
    }

    /// The signal that ends the process; each SIGHUP before it calls `reload`.
    private static func wait(for signals: sigset_t, reload: () -> Void) -> Int32 {
        var signals = signals
        while true {
            var received: Int32 = 0
            guard sigwait(&signals, &received) == 0 else { continue }
            guard received == SIGHUP else { return received }
            reload()
        }
    }

    private static func phase(_ phase: String, _ detail: String) -> Fact.Kind {
        .processPhase(
            ProcessPhase(
                process: ProcessName.ingressControl.rawValue, phase: phase,
                pid: UInt32(getpid()), version: BuildInformation.version, detail: detail))
    }
}
