import ArgumentParser
import Common
import Foundation
import Messaging
import Proto

/// Reports defects 1 to `count` and says when all are acknowledged.
struct Report: ParsableCommand {
    @OptionGroup var options: MessagingOptions
    @Option var count: UInt64 = 10

    func run() throws {
        let link = try CoordinatorLink(
            CoordinatorLink.Options(source: "reporter"), transport: options.transport(),
            registry: MetricsRegistry(), logger: options.logger)
        for number in 1...count {
            link.facts.report(.signalDefectStarted(SignalDefectStarted(defectId: number)))
        }
        let limit = SystemTimeSource().now() + .seconds(60)
        say(link.facts.waitUntilAcknowledged(until: limit) ? "acknowledged" : "gave up")
        waitForInput()
        link.stop()
    }
}

/// Follows the events and says, for each line of input, how far it is.
struct Subscribe: ParsableCommand {
    @OptionGroup var options: MessagingOptions

    func run() throws {
        let seen = Monitor((last: UInt64(0), count: 0, inOrder: true, state: "connecting"))
        let subscription = Subscription(resync: [.getState(GetState())]) { update in
            seen.withLock { seen in
                switch update {
                case .state(let state): seen.state = state.rawValue
                case .resynced(let answers):
                    guard case .state(let reply) = answers.first else { return }
                    seen.last = reply.headSequence
                case .event(let event):
                    seen.inOrder = seen.inOrder && event.sequence == seen.last + 1
                    seen.last = event.sequence
                    seen.count += 1
                case .gap: break
                }
            }
        }
        var linkOptions = CoordinatorLink.Options(source: "subscriber")
        linkOptions.reportsFacts = false
        let link = try CoordinatorLink(
            linkOptions, transport: options.transport(), subscription: subscription,
            registry: MetricsRegistry(), logger: options.logger)
        say("ready")
        while readLine() != nil {
            let (last, count, inOrder, state) = seen.withLock { $0 }
            say("\(last) \(count) \(inOrder) \(state)")
        }
        link.stop()
    }
}

/// Asks for changes as fast as it can, `count` of them, and says how they ended.
struct Flood: ParsableCommand {
    @OptionGroup var options: MessagingOptions
    @Option var count = 20_000

    func run() throws {
        let link = try CoordinatorLink(
            CoordinatorLink.Options(source: "flood"), transport: options.transport(),
            registry: MetricsRegistry(), logger: options.logger)
        let clock = SystemTimeSource()
        _ = link.client.waitUntilConnected(until: clock.now() + .seconds(30))
        say("ready")
        for number in 0..<count {
            link.telemetry.send(
                .heartbeat(Heartbeat(pid: UInt32(number))), key: "\(number % 1_500)")
        }
        waitForInput()
        let queue = link.telemetry.queueSnapshot
        say("\(queue.addsUp) \(queue.highWater) \(queue.coalesced + queue.droppedTotal)")
        link.stop()
    }
}

/// Asks without end and never waits for an answer; made to be killed.
struct Ask: ParsableCommand {
    @OptionGroup var options: MessagingOptions

    func run() throws {
        let link = try CoordinatorLink(
            CoordinatorLink.Options(source: "ask-\(getpid())"), transport: options.transport(),
            registry: MetricsRegistry(), logger: options.logger)
        let clock = SystemTimeSource()
        _ = link.client.waitUntilConnected(until: clock.now() + .seconds(30))
        say("asking")
        while true {
            for _ in 0..<100 {
                link.client.submit(
                    .query(Query(ask: .getState(GetState()))), "", clock.now() + .seconds(10)
                ) { _ in }
            }
            clock.sleep(until: clock.now() + .milliseconds(1))
        }
    }
}
