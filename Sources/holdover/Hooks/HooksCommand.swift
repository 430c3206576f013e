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

    func run() throws {
        let settings = try options.load()
        let environment = ProcessInfo.processInfo.environment
        LogSetup.bootstrap(process: "hooks", level: settings.logLevel, environment: environment)
        let targets = HookTargets(settings, environment: environment)
        guard !targets.isEmpty else {
            throw CommandFailure(
                "no hook is configured",
                remedy: "Set hooks.command, hooks.webhook, hooks.syslog or hooks.snmp",
                code: .usage)
        }
        let registry = MetricsRegistry()
        let queue = BoundedQueue<HookMessage>(
            QueueDeclaration(.hooksPending), registry: registry, time: SystemTimeSource())
        let endpoint = try MetricsEndpoint(
            registry: registry, address: settings.text("metrics.bind"), port: 0, inherited: nil)
        defer { endpoint.stop() }
        let paths = InstancePaths(instance: settings.instance, environment: environment)
        try paths.publish(port: endpoint.port, of: "metrics.hooks")
        let log = Logger(label: "hooks")
        for number in 0..<settings.integer("hooks.limit") {
            _ = WorkerThread.start(named: "hook-\(number)") {
                while let message = queue.pop(until: .distantFuture) {
                    for problem in targets.tell(message) {
                        log.warning("a hook was not told: \(problem)")
                    }
                }
            }
        }
        let instance = settings.instance
        let subscription = Subscription(resync: [.getState(GetState())]) { update in
            for message in Self.messages(update, instance) { _ = queue.push(message) }
        }
        let client = try CoordinatorClient(
            settings, patience: .seconds(3_600), subscription: subscription)
        defer { client.close() }
        log.notice("telling of alarms")
        while true { sleep(3_600) }
    }

    /// What an update has to tell.
    static func messages(_ update: SubscriberUpdate, _ instance: String) -> [HookMessage] {
        switch update {
        case .event(let event):
            return HookMessage(event, instance: instance).map { [$0] } ?? []
        case .resynced(let answers):
            var messages: [HookMessage] = []
            for case .state(let reply) in answers {
                for alarm in reply.model.alarms where alarm.active {
                    let event = SequencedEvent(
                        runId: reply.model.run.runId,
                        event: Event(kind: .alarmRaised(AlarmRaised(alarm: alarm))))
                    if let message = HookMessage(event, instance: instance) {
                        messages.append(message)
                    }
                }
            }
            return messages
        case .state, .gap: return []
        }
    }
}
