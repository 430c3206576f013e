import Common
import Foundation
import Logging
import Messaging
import Proto
import TestKit

/// A process that reports alarms, as daemons do.
struct AlarmSource {
    /// Stands before the number of an alarm in its subject.
    static let marker = "cause."
    let link: CoordinatorLink

    init(_ paths: InstancePaths, named name: String = "probe") throws {
        link = try Self.link(paths, name)
    }

    /// A link to the instance's coordinator.
    static func link(_ paths: InstancePaths, _ name: String) throws -> CoordinatorLink {
        var logger = Logger(label: "probe")
        logger.logLevel = .error
        let link = try CoordinatorLink(
            CoordinatorLink.Options(source: name),
            transport: ZeroMQTransport(
                paths: paths, marks: HighWaterMarks(Configuration.Messaging())),
            registry: MetricsRegistry(), logger: logger)
        let time = SystemTimeSource()
        guard link.client.waitUntilConnected(until: time.now() + .seconds(20)) else {
            throw Trouble("the coordinator does not answer")
        }
        return link
    }

    func raise(_ number: Int) { tell(number, active: true) }
    func lower(_ number: Int) {
        // Seen first: an alarm that is gone and was seen leaves the list.
        link.client.submit(
            .command(
                Command(
                    idempotencyKey: UUID().uuidString,
                    action: .acknowledgeAlarm(AcknowledgeAlarm(key: Self.key(number))))),
            "", SystemTimeSource().now() + .seconds(5)
        ) { _ in }
        tell(number, active: false)
    }

    private func tell(_ number: Int, active: Bool) {
        link.facts.report(
            .alarmLevel(
                AlarmLevel(
                    key: Self.key(number), active: active, severity: .warning, text: "it stands")))
    }

    private static func key(_ number: Int) -> AlarmKey {
        AlarmKey(kind: "probe-\(number / 40)", subject: "\(marker)\(number)")
    }
}
