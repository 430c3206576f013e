import Common
import Foundation
import Logging
import Messaging
import Proto

/// Hears of alarms and queues what hooks are to tell. Owned by the main thread of `holdover hooks`.
struct HookTeller {
    let settings: Configuration
    let queue: BoundedQueue<HookMessage>
    let notifier: ServiceNotifier
    private let time = SystemTimeSource()
    private let news = Monitor(News())
    private let log = Logger(label: "hooks")

    private struct News {
        var isStopping = false
        /// Everything that stands is to be told: at the start, and when events were missed.
        var isListWanted = false
    }

    init(settings: Configuration, queue: BoundedQueue<HookMessage>, notifier: ServiceNotifier) {
        self.settings = settings
        self.queue = queue
        self.notifier = notifier
    }

    /// Tells of alarms until the process is asked to end. A coordinator that is away is waited for.
    func run() throws {
        let news = news
        TerminationSignals.handle {
            news.withLock { $0.isStopping = true }
            news.notifyAll()
        }
        notifier.ready(status: "waiting for the coordinator")
        guard let client = try connect() else { return }
        defer { client.close() }
        log.notice("telling of alarms")
        notifier.status("telling of alarms")
        while let isListWanted = next() {
            notifier.feedWatchdog(at: time.now())
            guard isListWanted else { continue }
            do {
                let all = try client.alarms(past: false) { notifier.feedWatchdog(at: time.now()) }
                for alarm in all {
                    if let message = Self.message(alarm, settings.instance) {
                        _ = queue.push(message)
                    }
                }
            } catch {
                notifier.feedWatchdog(at: time.now())
                log.warning("which alarms stand is not known yet: \(error)")
                news.withLock { $0.isListWanted = true }
                time.sleep(until: time.now() + .milliseconds(500))
            }
        }
        notifier.stopping()
    }

    /// Nil: asked to end before the coordinator came.
    private func connect() throws -> CoordinatorClient? {
        let (news, queue, instance) = (news, queue, settings.instance)
        let subscription = Subscription(resync: [.getState(GetState())]) { update in
            switch update {
            case .event(let event):
                if let message = HookMessage(event, instance: instance) { _ = queue.push(message) }
            case .resynced:
                news.withLock { $0.isListWanted = true }
                news.notifyAll()
            case .state, .gap: break
            }
        }
        while true {
            do throws(CommandFailure) {
                return try CoordinatorClient(
                    settings, patience: .milliseconds(500), subscription: subscription)
            } catch {
                guard error.code == .unreachable else { throw error }
                notifier.feedWatchdog(at: time.now())
                if news.withLock({ $0.isStopping }) { return nil }
            }
        }
    }

    /// Waits; whether everything is to be told, nil at the end.
    private func next() -> Bool? {
        let patience = notifier.watchdogTimeout.map { $0 / 3 } ?? .seconds(10)
        let answer: Bool?? = news.wait(until: time.now() + patience) { news in
            if news.isStopping { return .some(nil) }
            guard news.isListWanted else { return nil }
            news.isListWanted = false
            return .some(true)
        }
        return answer ?? false
    }

    /// What is to be told of an alarm that stands.
    static func message(_ alarm: Alarm, _ instance: String) -> HookMessage? {
        HookMessage(
            SequencedEvent(event: Event(kind: .alarmRaised(AlarmRaised(alarm: alarm)))),
            instance: instance)
    }
}
