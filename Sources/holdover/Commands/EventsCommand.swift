import ArgumentParser
import Common
import Glibc
import Messaging
import Proto

/// `holdover events`: what the coordinator decided, in order and without gaps.
struct EventsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "Print the coordinator's events: the recent ones, or all from now on.")

    @OptionGroup var options: InstanceOptions

    @Flag(help: "Go on printing events as they happen, until interrupted.")
    var follow = false

    @Flag(help: "One JSON object a line.")
    var json = false

    @Option(help: "What one operation led to, in every process, in order of time.")
    var operation: String?

    func run() throws {
        if let operation { return try printOperation(operation) }
        if follow { try runFollowing() } else { try printRecent() }
    }

    private func printOperation(_ operation: String) throws {
        let client = try CoordinatorClient(options.load())
        defer { client.close() }
        var count = 0
        var start: Int64?
        while true {
            let ask = GetOperation(operationId: operation, afterCount: UInt32(clamping: count))
            guard case .operation(let page) = try client.ask(.getOperation(ask)) else {
                throw CommandFailure("the coordinator answered something else", remedy: "")
            }
            for event in page.events {
                let begin = start ?? event.createdMonotonicNanoseconds
                start = begin
                Self.show(event, since: begin, json: json)
            }
            count += page.events.count
            guard page.more, !page.events.isEmpty else { break }
        }
        guard count > 0 else {
            throw CommandFailure(
                "nothing is known of operation \"\(operation)\"",
                remedy: "Operations are kept while their last 8192 events are; `holdover events`"
                    + " shows recent ones")
        }
    }

    private static func show(_ event: SequencedEvent, since start: Int64, json: Bool) {
        if json { return show(event, json: true) }
        var text = JSONText()
        event.event.writeJSON(to: &text)
        let microseconds = (event.createdMonotonicNanoseconds - start) / 1_000
        let producer = event.producer.isEmpty ? "coordinatord" : event.producer
        print(
            "+\(microseconds) us  \(producer)  \(event.queue)  \(event.event.kind?.name ?? "?")"
                + "  \(text.text)")
    }

    private func printRecent() throws {
        let client = try CoordinatorClient(options.load())
        defer { client.close() }
        guard case .state(let state) = try client.ask(.getState(GetState())) else {
            throw CommandFailure("the coordinator answered something else", remedy: "")
        }
        // The ring holds the newest events; older ones cannot be asked for.
        var after = state.headSequence > 200 ? state.headSequence - 200 : 0
        while true {
            let since = GetEventsSince(
                epoch: state.epoch, stream: "events", afterSequence: after)
            guard case .events(let page) = try client.ask(.getEventsSince(since)) else { return }
            for event in page.events { Self.show(event, json: json) }
            guard page.more, let last = page.events.last else { return }
            after = last.sequence
        }
    }

    private func runFollowing() throws {
        let json = json
        let subscription = Subscription(resync: [.getState(GetState())]) { update in
            switch update {
            case .event(let event):
                Self.show(event, json: json)
                fflush(nil)
            case .gap(let missed):
                if !json { print("… \(missed) events missed, fetching them") }
            case .state, .resynced: break
            }
        }
        let client = try CoordinatorClient(options.load(), subscription: subscription)
        // Until a signal ends the process: there is nothing to put in order.
        withExtendedLifetime(client) { while true { sleep(3600) } }
    }

    private static func show(_ event: SequencedEvent, json: Bool) {
        var text = JSONText()
        if json {
            event.writeJSON(to: &text)
            print(text.text)
        } else {
            event.event.writeJSON(to: &text)
            let name = event.event.kind?.name ?? "?"
            print("\(event.sequence)  \(name)  \(event.operationId)  \(text.text)")
        }
    }
}
