public import Common
public import Foundation
import Logging
public import Messaging
public import Proto
import Synchronization

/// The one harness of the event plane's tests: a real coordinatord process of an instance of its own, a
/// real client's link to it that can ask, tell and observe, and a record of every event it publishes.
/// Used by one test at a time.
public final class LiveCoordinator: Sendable {
    /// Names and folders.
    public let instance: TestInstance
    /// The client, called `test` in envelopes.
    public let link: CoordinatorLink
    /// The client's queues.
    public let registry = MetricsRegistry()
    /// The clocks everybody has.
    public let time = SystemTimeSource()
    /// The shader library, with `solid` in it.
    public let shaders: String
    private let process = Mutex<TestChild?>(nil)
    /// Event kinds in the order they were received.
    public let events: EventLog

    /// Records what a subscriber is told. Any thread.
    public final class EventLog: Sendable {
        private let all = Monitor<[SequencedEvent]>([])
        private let isLive = Monitor(false)
        func note(_ state: SubscriberState) {
            isLive.withLock { $0 = state == .live }
            isLive.notifyAll()
        }
        /// Waits until the subscription gets every event; what came before, a snapshot stands for.
        public func waitUntilLive() {
            _ = isLive.wait(until: SystemTimeSource().now() + .seconds(20)) { $0 ? true : nil }
        }
        func append(_ event: SequencedEvent) {
            all.withLock { $0.append(event) }
            all.notifyAll()
        }
        /// All so far, in order.
        public var received: [SequencedEvent] { all.withLock { $0 } }
        /// Waits for an event; nil when none comes in 20 s.
        public func first(where matches: (Event.Kind) -> Bool) -> SequencedEvent? {
            all.wait(until: SystemTimeSource().now() + .seconds(20)) { events in
                events.first { $0.event.kind.map(matches) ?? false }
            }
        }
    }

    /// Makes folders and link; nothing runs before `start`.
    public init() throws {
        instance = try TestInstance()
        shaders = instance.paths.state + "/shaders"
        try FileManager.default.createDirectory(
            atPath: shaders, withIntermediateDirectories: true)
        try Self.shader.write(toFile: shaders + "/solid.fs", atomically: true, encoding: .utf8)
        var logger = Logger(label: "test")
        logger.logLevel = .warning
        let log = EventLog()
        events = log
        link = try CoordinatorLink(
            CoordinatorLink.Options(source: "test"),
            transport: ZeroMQTransport(
                paths: instance.paths, marks: HighWaterMarks(Configuration.Messaging())),
            subscription: Subscription(resync: [.getSnapshot(GetSnapshot())]) { update in
                switch update {
                case .event(let event): log.append(event)
                case .state(let state): log.note(state)
                case .resynced, .gap: break
                }
            }, registry: registry, logger: logger)
    }

    deinit {
        link.stop()
        process.withLock { $0 = nil }
    }

    /// The text of `solid`: a float `level` from 0 to a million.
    public static let shader = """
        /*{"ISFVSN": "2", "INPUTS": [
          {"NAME": "level", "TYPE": "float", "DEFAULT": 0, "MIN": 0, "MAX": 1000000}]}*/
        void main() { gl_FragColor = vec4(level); }
        """

    /// Starts the process through a shell, so that limits can be set first, and waits for its link.
    public func start(before: String = "") throws {
        var environment = instance.environment
        environment["HOLDOVER_PATHS_SHADERS"] = shaders
        environment["HOLDOVER_LOG_LEVEL"] = "error"
        environment["HOLDOVER_COORDINATOR_SETTLE_MS"] = "50"
        environment["HOLDOVER_MESSAGING_CONTROL_HIGH_WATER_MARK"] = "4000"
        let command =
            "\(before) exec '\(LiveInstance.programs)/coordinatord' --instance"
            + " \(instance.paths.instance)"
        let child = try TestChild(
            "/bin/bash", ["-c", command], environment: environment)
        process.withLock { $0 = child }
    }

    /// The process; 0 while there is none.
    public var pid: Int32 { process.withLock { $0?.pid } ?? 0 }

    /// Ends the process with a signal and waits for that.
    @discardableResult
    public func end(_ signal: Int32 = SIGKILL) throws -> TestChild.End? {
        try process.withLock { child in
            defer { child = nil }
            child?.kill(signal)
            return try child?.wait(within: 30)
        }
    }

    /// Asks with an idempotency key until there is an answer.
    public func settle(_ action: Command.Action, key: String) throws -> MutationOutcome {
        try link.client.settle(
            Command(operationId: key, idempotencyKey: key, origin: .http, action: action),
            deadline: time.now() + .seconds(60))
    }

    /// Asks once, waiting for the process first.
    public func ask(_ action: Command.Action) throws -> MutationOutcome {
        _ = link.client.waitUntilConnected(until: time.now() + .seconds(20))
        return try link.client.request(
            Command(operationId: "op", origin: .http, action: action),
            deadline: time.now() + .seconds(10))
    }

    /// The read model, once the coordinator lets requests in and its events arrive.
    public func model() throws -> ReadModel {
        events.waitUntilLive()
        let deadline = time.now() + .seconds(30)
        while true {
            do {
                let answer = try link.client.request(
                    .getState(GetState()), deadline: time.now() + .seconds(5))
                guard case .state(let reply) = answer else {
                    throw RequestError.malformed("\(answer)")
                }
                return reply.model
            } catch let error as RequestError {
                guard time.now() < deadline else { throw error }
                time.sleep(until: time.now() + .milliseconds(10))
            }
        }
    }
}
