public import Common
import Glibc
import Logging

/// One outputd process: the service under signals. Owned by the main thread.
public final class OutputProcess {
    private let service: OutputService
    private let reload: ConfigurationReload

    /// Signals taken over from the process.
    public struct Signals: Sendable {
        fileprivate let set: sigset_t
    }

    /// Call first on the main thread: SIGTERM, SIGINT and SIGHUP then wait for `run(until:)`
    /// instead of ending the process, and a peer that went away is an error code.
    public static func takeSignals() -> Signals {
        var set = sigset_t()
        sigemptyset(&set)
        for number in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&set, number) }
        pthread_sigmask(SIG_BLOCK, &set, nil)
        signal(SIGPIPE, SIG_IGN)
        return Signals(set: set)
    }

    /// Starts to play on the device of the configuration, which SIGHUP reads again from `file`.
    public init(
        _ configuration: Configuration, file: String?, environment: [String: String]
    ) throws(OutputServiceError) {
        LogSetup.bootstrap(
            process: ProcessName.output.rawValue, level: configuration.logLevel,
            environment: environment)
        let notifier = ServiceNotifier(environment: environment)
        reload = ConfigurationReload(
            configuration, file: file, instance: configuration.instance,
            environment: environment, notifier: notifier)
        let paths = InstancePaths(instance: configuration.instance, environment: environment)
        let registry = MetricsRegistry()
        let devices = OutputDevices(configuration, environment: environment, registry: registry)
        switch devices.clock {
        case .virtual(let card):
            service = try OutputService(
                configuration: configuration, paths: paths, environment: environment,
                notifier: notifier, device: OutputGroup(clock: card, followers: devices.followers),
                registry: registry)
        case .decklink(let card):
            service = try OutputService(
                configuration: configuration, paths: paths, environment: environment,
                notifier: notifier, device: OutputGroup(clock: card, followers: devices.followers),
                registry: registry)
        case .pair(let card):
            service = try OutputService(
                configuration: configuration, paths: paths, environment: environment,
                notifier: notifier, device: OutputGroup(clock: card, followers: devices.followers),
                registry: registry)
        }
    }

    /// Plays until SIGTERM or SIGINT; returns the exit code: 0 for an orderly end, 1 when playout
    /// did not come to it.
    public func run(until signals: Signals) -> Int32 {
        var set = signals.set
        while true {
            var number: Int32 = 0
            guard sigwait(&set, &number) == 0 else { continue }
            guard number != SIGHUP else {
                reload.reload(at: SystemTimeSource().now())
                continue
            }
            service.stop()
            return service.join(until: SystemTimeSource().now() + .seconds(4)) ? 0 : 1
        }
    }
}
