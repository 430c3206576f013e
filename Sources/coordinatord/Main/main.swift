import ArgumentParser
import Common
import Coordinator
import Foundation
import Logging
import Messaging

/// Decides every change, stores it, and tells everybody.
struct Coordinatord: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coordinatord",
        abstract: "Owns the state of a channel: decides, publishes and stores every change.",
        version: BuildInformation.version)

    @Option(help: "The configuration file (TOML).") var config: String?
    @Option(help: "The instance's name.") var instance: String?

    func run() throws {
        let environment = ProcessInfo.processInfo.environment
        let settings = try Configuration.load(
            file: config, instance: instance, environment: environment)
        let process = ProcessName.coordinator
        LogSetup.bootstrap(
            process: process.rawValue, level: settings.logLevel, environment: environment)
        let paths = InstancePaths(instance: settings.instance, environment: environment)
        try paths.create()
        let lock = try InstanceLock(path: paths.lock(process.rawValue))
        defer { withExtendedLifetime(lock) {} }
        let shaders = try Self.shaders(settings, environment)
        let registry = MetricsRegistry()
        let notifier = ServiceNotifier(environment: environment)
        let reload = ConfigurationReload(
            settings, file: config, instance: instance, environment: environment,
            notifier: notifier)
        registry.registerProcessMetrics(
            process: process.rawValue, notifier: notifier, paths: paths)
        let service = CoordinatorService(
            CoordinatorService.Options(
                configuration: settings, paths: paths, shaders: shaders,
                transport: try ZeroMQTransport(
                    paths: paths, marks: HighWaterMarks(settings.messaging)),
                registry: registry, notifier: notifier))
        // A file-size limit is a full disk to the store: an error to be told, not a reason to die.
        signal(SIGXFSZ, SIG_IGN)
        TerminationSignals.handle(reload: { reload.reload(at: SystemTimeSource().now()) }) {
            service.stop()
        }
        let metrics = try MetricsEndpoint(
            registry: registry, address: settings.text("metrics.bind"),
            port: process.metricsPort(settings),
            inherited: InheritedSockets.take(environment: environment)["metrics"])
        try paths.publish(port: metrics.port, of: "metrics.\(process.rawValue)")
        defer { metrics.stop() }
        try service.run()
    }

    /// The shader library: the configured folder, else the one that ships.
    private static func shaders(
        _ settings: Configuration, _ environment: [String: String]
    ) throws -> String {
        let given = settings.text("paths.shaders")
        if !given.isEmpty { return given }
        if let data = DataPaths.locate(environment: environment) { return data.shaders(settings) }
        throw CoordinatorError.system(
            "the shader library was not found; set paths.shaders, or HOLDOVER_DATA_DIR to the"
                + " folder that holds shaders/ and web/")
    }
}

Coordinatord.main()
