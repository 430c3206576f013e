public import Common
internal import CoordinatorDecision
internal import Foundation
internal import Frames
internal import Logging
public import Messaging
internal import Proto
internal import Synchronization

/// A whole coordinator: hydration, sockets, the decision loop and an orderly stop. Make it, call
/// `run` on the thread that is to decide, and `stop` from any other.
public final class CoordinatorService: Sendable {
    /// What a coordinator is given.
    public struct Options: Sendable {
        /// The instance's configuration.
        public var configuration: Configuration
        /// Its folders; they must exist.
        public var paths: InstancePaths
        /// The shader library.
        public var shaders: String
        /// How messages travel.
        public var transport: any Transport
        /// Where metrics go.
        public var registry: MetricsRegistry
        /// Readiness and watchdog.
        public var notifier: ServiceNotifier
        /// The clocks.
        public var time: any TimeSource

        /// Makes options.
        public init(
            configuration: Configuration, paths: InstancePaths, shaders: String,
            transport: any Transport, registry: MetricsRegistry, notifier: ServiceNotifier,
            time: any TimeSource = SystemTimeSource()
        ) {
            self.configuration = configuration
            self.paths = paths
            self.shaders = shaders
            self.transport = transport
            self.registry = registry
            self.notifier = notifier
            self.time = time
        }
    }

    /// What other threads tell the decision thread.
    enum Notice: Sendable {
        case scanned(ScanResult)
        case processEnded(source: String, pid: UInt32)
        case probed(ProbeAnswer)
        /// How a level of the coordinator's own stands: a sentence, or nil when all is well.
        case level(kind: String, subject: String, problem: String?)
    }

    let options: Options
    let isStopping = Atomic<Bool>(false)
    let storeHasNews = Atomic<Bool>(false)
    let endpoint = Mutex<CoordinatorEndpoint?>(nil)
    let notices: BoundedQueue<Notice>
    let logger = Logger(label: "coordinator")

    /// Makes a coordinator; nothing is opened yet.
    public init(_ options: Options) {
        self.options = options
        let endpoint = EndpointBox()
        notices = BoundedQueue(
            QueueDeclaration(.coordinatorNotices),
            registry: options.registry, time: options.time, wakeUp: { endpoint.interrupt() })
        box = endpoint
    }

    private let box: EndpointBox

    /// Hydrates, binds, decides until `stop`, and cleans up. Blocks.
    public func run() throws(CoordinatorError) {
        let parts = try Startup(self).begin()
        box.set(parts.endpoint)
        endpoint.withLock { $0 = parts.endpoint }
        defer { finish(parts) }
        let session = DecisionLoop(service: self, parts: parts)
        try session.start()
        session.run()
    }

    /// Asks the loop to end; `run` then returns. Any thread.
    public func stop() {
        isStopping.store(true, ordering: .releasing)
        endpoint.withLock { $0 }?.interrupt()
    }

    private func finish(_ parts: Startup.Parts) {
        options.notifier.stopping()
        parts.watch.stop()
        parts.scanner.stop()
        parts.health.requestStop()
        parts.endpoint.stop()
        parts.health.join()
        notices.close()
        parts.checkpointer.stop()
        parts.writer.stop()
        parts.backup.stop()
        StoreBackup.backUp(options.paths.state) { problem in
            if let problem { logger.warning("\(problem)") }
        }
    }
}

/// Lets queues made before the endpoint wake the thread that waits in it. Any thread.
final class EndpointBox: Sendable {
    private let endpoint = Mutex<CoordinatorEndpoint?>(nil)
    func set(_ value: CoordinatorEndpoint) { endpoint.withLock { $0 = value } }
    func interrupt() { endpoint.withLock { $0 }?.interrupt() }
}
