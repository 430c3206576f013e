public import Common
import Glibc
import Logging

/// One outputd process: the service under signals. Owned by the main thread.
public final class OutputProcess {
    private let service: OutputService

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

    /// Starts to play on the device of the configuration.
    public init(
        _ configuration: Configuration, environment: [String: String]
    ) throws(OutputServiceError) {
        LogSetup.bootstrap(
            process: ProcessName.output.rawValue, level: configuration.logLevel,
            environment: environment)
        let paths = InstancePaths(instance: configuration.instance, environment: environment)
        service = try OutputService(
            configuration: configuration, paths: paths, environment: environment,
            device: VirtualCardDevice(path: paths.socket("card")))
    }

    /// Plays until SIGTERM or SIGINT; returns the exit code: 0 for an orderly end, 1 when playout
    /// did not come to it.
    public func run(until signals: Signals) -> Int32 {
        var set = signals.set
        while true {
            var number: Int32 = 0
            guard sigwait(&set, &number) == 0, number != SIGHUP else { continue }
            service.stop()
            return service.join(until: SystemTimeSource().now() + .seconds(4)) ? 0 : 1
        }
    }
}
