import ArgumentParser
import Common
import Foundation
import Logging
import Messaging
import Proto

/// `holdover hooks`: tells facilities of alarms, in a process of its own: one that hangs, or a network
/// that does, costs no daemon anything.
struct HooksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hooks",
        abstract: "Tell facilities of alarms: by a command, a webhook, syslog or SNMP.",
        discussion: """
            Runs until it is stopped. What to tell is configured under [hooks]. At a start, and after \
            the coordinator was away, every alarm that stands is told again as raised.
            """)
    @OptionGroup var options: InstanceOptions
    @Flag(
        help: """
            Only say whether a hook is configured: exit code 0, or 1; 255 where the configuration \
            cannot be read; its unit's condition.
            """)
    var wanted = false

    func run() throws {
        let settings = try wanted ? options.loadForCondition() : options.load()
        let environment = ProcessInfo.processInfo.environment
        let targets = HookTargets(settings, environment: environment)
        if wanted {
            guard !targets.isEmpty else { throw ExitCode(1) }
            return
        }
        guard !targets.isEmpty else {
            throw CommandFailure(
                "no hook is configured",
                remedy: "Set hooks.command, hooks.webhook, hooks.syslog or hooks.snmp",
                code: .usage)
        }
        let process = ProcessName.hooks.rawValue
        LogSetup.bootstrap(process: process, level: settings.logLevel, environment: environment)
        let paths = InstancePaths(instance: settings.instance, environment: environment)
        try paths.create()
        let lock = try Common.InstanceLock(path: paths.lock(process))
        defer { withExtendedLifetime(lock) {} }
        let registry = MetricsRegistry()
        let notifier = ServiceNotifier(environment: environment)
        registry.registerProcessMetrics(process: process, notifier: notifier, paths: paths)
        let endpoint = try MetricsEndpoint(
            registry: registry, address: settings.text("metrics.bind"),
            port: ProcessName.hooks.metricsPort(settings), inherited: nil)
        defer { endpoint.stop() }
        try paths.publish(port: endpoint.port, of: "metrics.\(process)")
        let queue = BoundedQueue<HookMessage>(
            QueueDeclaration(.hooksPending), registry: registry, time: SystemTimeSource())
        Self.startWorkers(
            targets, queue, limit: settings.integer("hooks.limit"), registry: registry)
        try HookTeller(settings: settings, queue: queue, notifier: notifier).run()
    }

    private static func startWorkers(
        _ targets: HookTargets, _ queue: BoundedQueue<HookMessage>, limit: Int,
        registry: MetricsRegistry
    ) {
        let log = Logger(label: "hooks")
        let pool = PoolMeter(.hooks, limit: limit, registry: registry)
        for number in 0..<limit {
            WorkerThread.start(named: "hook-\(number)", owner: "hooks", .degrading) {
                while let message = queue.pop(until: .distantFuture) {
                    for problem in pool.run({ targets.tell(message) }) {
                        log.warning("a hook was not told: \(problem)")
                    }
                }
            }
        }
    }
}
