internal import Common
internal import Glibc
internal import Logging
internal import Messaging

/// `ingressd capture` from start to end. Runs on the main thread and owns it.
public enum CaptureProgram {
    /// Captures until SIGTERM or SIGINT.
    ///
    /// - Parameters:
    ///   - file: configuration file, nil for none.
    ///   - instance: instance name from the command line, nil for the configured one.
    ///   - environment: the process's environment.
    /// - Returns: the exit status: 0 after an orderly stop, 78 (EX_CONFIG) for a configuration that
    ///   cannot be used, 1 where capture cannot start.
    public static func run(
        file: String?, instance: String?, environment: [String: String]
    ) -> Int32 {
        let configuration: Configuration
        do throws(ConfigurationError) {
            configuration = try Configuration.load(
                file: file, instance: instance, environment: environment)
        } catch {
            var line = "ingressd capture: \(error)\n"
            line.withUTF8 { _ = write(2, $0.baseAddress, $0.count) }
            return 78
        }
        let process = ProcessName.ingressCapture
        LogSetup.bootstrap(
            process: process.rawValue, level: configuration.logLevel, environment: environment)
        let log = Logger(label: "capture")
        // A stop that comes before the service exists is kept for it.
        let service = Monitor<(isWanted: Bool, CaptureService?)>((true, nil))
        let notifier = ServiceNotifier(environment: environment)
        let reload = ConfigurationReload(
            configuration, file: file, instance: instance, environment: environment,
            notifier: notifier)
        TerminationSignals.handle(reload: { reload.reload(at: SystemTimeSource().now()) }) {
            let capture = service.withLock {
                $0.isWanted = false
                return $0.1
            }
            capture?.stop()
        }
        signal(SIGPIPE, SIG_IGN)
        do {
            let paths = InstancePaths(instance: configuration.instance, environment: environment)
            try paths.create()
            let lock = try InstanceLock(path: paths.lock(process.rawValue))
            defer { withExtendedLifetime(lock) {} }
            let registry = MetricsRegistry()
            registry.registerProcessMetrics(
                process: process.rawValue, notifier: notifier, paths: paths)
            let endpoint = try MetricsEndpoint(
                registry: registry, address: configuration.text("metrics.bind"),
                port: process.metricsPort(configuration),
                inherited: InheritedSockets.take(environment: environment)["metrics"])
            defer { endpoint.stop() }
            try paths.publish(port: endpoint.port, of: "metrics.\(process.rawValue)")
            let capture = try CaptureService(
                configuration: configuration, paths: paths, environment: environment,
                transport: ZeroMQTransport(
                    paths: paths, marks: HighWaterMarks(configuration.messaging)),
                registry: registry, notifier: notifier)
            let isWanted = service.withLock {
                $0.1 = capture
                return $0.isWanted
            }
            if isWanted { capture.run() }
            return 0
        } catch {
            log.critical("cannot start: \(error)")
            return 1
        }
    }
}
