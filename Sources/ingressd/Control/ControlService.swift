public import Common
import Foundation
import Frames
import Glibc
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import Proto
import Synchronization

/// The control ingress of one instance: HTTP, WebSocket, OSC and file watching in front of the
/// coordinator. It carries wishes there and shows what comes back; it decides nothing.
///
/// One event loop thread owns transports and projection. Beside it run a thread that sends OSC, one
/// that makes pictures, one that watches files, and the link's own. `start` and `stop` block and
/// are called from the main thread.
public final class ControlService: @unchecked Sendable {
    // Unchecked: everything that changes after `start` is touched on the event loop only.

    /// The ports that were bound.
    public struct Ports: Sendable, Equatable {
        /// HTTP and WebSocket.
        public let http: Int
        /// OSC over UDP.
        public let osc: Int
    }

    private let configuration: Configuration
    private let paths: InstancePaths
    private let registry: MetricsRegistry
    private let time: any TimeSource
    private let log: Logger
    private let link: any ControlLink
    private let group: MultiThreadedEventLoopGroup
    private let loop: any EventLoop
    let server: HTTPServer
    private let feed: ChangeFeed
    private let follower: StateFollower
    private let pictures: PictureService
    private let output: OutputReader
    private let api: ControlAPI
    private let oscInput: OSCInput
    private let osc: OSCServer
    private let presenter: ReadModelPresenter
    private var watcher: DirectoryWatcher?
    private var refresh: RepeatedTask?
    private var presentation: Scheduled<Void>?
    /// Changes that come within this time are presented together; alarms do not wait.
    static let presentationPause = TimeAmount.milliseconds(25)
    private var beatCount: UInt64 = 0
    private let isStopped = Atomic<Bool>(false)

    /// How often output facts are read while somebody watches.
    static let refreshInterval = TimeAmount.milliseconds(250)
    /// How often this process says that it lives.
    static let beatInterval = Nanoseconds.milliseconds(500)

    init(
        configuration: Configuration, paths: InstancePaths, link: any ControlLink,
        registry: MetricsRegistry, time: any TimeSource, log: Logger
    ) throws {
        self.configuration = configuration
        self.paths = paths
        self.link = link
        self.registry = registry
        self.time = time
        self.log = log
        let senders = try OSCSenders(configuration.list("control.osc_allow"))
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        loop = group.next()
        server = HTTPServer(
            loop: loop, limits: Self.limits(configuration),
            policy: AccessPolicy(allowedHosts: configuration.list("control.allowed_hosts")),
            registry: registry, time: time)
        feed = ChangeFeed(
            loop: loop, epoch: UInt64.random(in: 1 ... .max), limit: server.limits.webSocketCount,
            registry: registry)
        follower = StateFollower(loop: loop, link: link, registry: registry, time: time)
        let plane = FramePlane(paths)
        pictures = PictureService(
            plane: plane, laneCount: configuration.laneCount, registry: registry, time: time)
        output = OutputReader(plane: plane, laneCount: configuration.laneCount, time: time)
        api = ControlAPI(
            configuration: configuration, paths: paths, loop: loop, link: link,
            follower: follower, output: output, pictures: pictures,
            force: ForceClient(path: paths.socket("panic"), group: group),
            document: APIDocument(isDemo: configuration.isDemo), registry: registry, log: log)
        let metrics = OSCMetrics(registry)
        oscInput = OSCInput(
            link: link, metrics: metrics,
            commandLimit: configuration.integer("control.osc_command_limit"), registry: registry,
            time: time)
        osc = OSCServer(senders: senders, metrics: metrics, time: time, log: log)
        presenter = ReadModelPresenter(configuration: configuration)
    }

    private static func limits(_ configuration: Configuration) -> HTTPLimits {
        var limits = HTTPLimits()
        limits.bodyByteCount = configuration.integer("control.body_limit_bytes")
        limits.connectionCount = configuration.integer("control.connection_limit")
        limits.webSocketCount = configuration.integer("control.websocket_limit")
        return limits
    }

    /// Binds, connects and begins to serve.
    ///
    /// - Parameters:
    ///   - inherited: listening sockets of the supervisor by name (`http`, `osc`), used as they are:
    ///     callers wait in them while this process is away.
    ///   - shaders: folder to watch; nil watches none.
    ///   - web: folder of the page; nil serves none.
    /// - Returns: the ports in use, which are also published in the runtime directory.
    /// - Throws: an error naming the address or folder, with the remedy.
    @discardableResult
    public func start(
        shaders: String?, web: String?, inherited: [String: Int32] = [:]
    ) throws -> Ports {
        let bind = configuration.text("control.bind")
        guard bind == "localhost" || bind == "::1" || bind.hasPrefix("127.") else {
            throw ControlStartError.notLoopback(address: bind)
        }
        if let web { server.site = try StaticSite(root: web) }
        connectParts()
        let http = try bound("http", "control.http_port", "HTTP") { port in
            try server.start(
                group: group, address: bind, port: port, inherited: inherited["http"])
        }
        let oscPort = try bound("osc", "control.osc_port", "OSC") { port in
            try osc.start(
                group: group, address: osc.senders.isOpen ? "0.0.0.0" : bind, port: port,
                inherited: inherited["osc"])
        }
        try paths.publish(port: http, of: "http")
        try paths.publish(port: oscPort, of: "osc")
        oscInput.start()
        try follower.start()
        if let shaders { watch(shaders) }
        log.notice(
            "serving on http://\(bind):\(http)/, OSC on udp port \(oscPort)",
            metadata: ["http_port": "\(http)", "osc_port": "\(oscPort)"])
        return Ports(http: http, osc: oscPort)
    }

    /// Binds the configured port; where any will do, the one of the last start first, so that pages
    /// and consoles find their way back after a restart.
    private func bound(
        _ service: String, _ key: String, _ what: String, _ body: (Int) throws -> Int
    ) throws -> Int {
        let wanted = configuration.port(key)
        if wanted == 0, let last = paths.port(of: service), let port = try? body(last) {
            return port
        }
        do {
            return try body(wanted)
        } catch {
            let reason =
                (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
            throw ControlStartError.cannotListen(
                what: what, place: "\(configuration.text("control.bind")):\(wanted)", key: key,
                reason: reason)
        }
    }

    /// The keys that `adopt` takes over.
    static let liveKeys: Set<String> = ["control.allowed_hosts", "control.osc_allow"]

    /// Takes over what a reload may change. Throws what is wrong with it, and changes nothing.
    func adopt(_ fresh: Configuration) throws {
        let senders = try OSCSenders(fresh.list("control.osc_allow"))
        let policy = AccessPolicy(allowedHosts: fresh.list("control.allowed_hosts"))
        loop.execute { [self] in
            osc.senders = senders
            server.policy = policy
        }
    }

    /// Waits until the coordinator's state is known, or `deadline`; false when it is not.
    public func waitForState(until deadline: MonotonicInstant) -> Bool {
        follower.waitForFirstModel(until: deadline)
    }

    /// Feeds the supervisor's watchdog and tells the coordinator of life, from the event loop.
    func startBeat(notifier: ServiceNotifier, startedAt: MonotonicInstant) {
        let interval = notifier.watchdogTimeout.map { min($0 / 4, Self.beatInterval) }
        loop.scheduleRepeatedTask(
            initialDelay: .zero, delay: .nanoseconds((interval ?? Self.beatInterval).count)
        ) { [self] _ in
            let now = time.now()
            beatCount += 1
            notifier.feedWatchdog(at: now)
            link.beat(
                Heartbeat(
                    pid: UInt32(getpid()), uptimeNanoseconds: UInt64((now - startedAt).count),
                    phase: "ready", loopCount: beatCount,
                    residentBytes: Self.residentBytes()))
        }
    }

    private static func residentBytes() -> UInt64 {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
            let pages = text.split(separator: " ").dropFirst().first.flatMap({ UInt64($0) })
        else { return 0 }
        return pages * UInt64(sysconf(Int32(_SC_PAGESIZE)))
    }

    /// Stops everything, in order: no new wishes, then the link, then the threads. Once.
    public func stop() {
        let wasStopped = isStopped.exchange(true, ordering: .acquiringAndReleasing)
        if wasStopped { return }
        watcher?.stop()
        server.stop()
        oscInput.stop()
        follower.stop()
        link.stop()
        pictures.stop()
        try? group.syncShutdownGracefully()
    }

    private func connectParts() {
        api.register(on: &server.router)
        api.present = { [unowned self] in present() }
        server.placeWebSocket = { [feed] in feed.place() }
        server.makeWebSocket = { [feed] channel in
            WebSocketClient(feed: feed, peer: channel.remoteAddress?.ipAddress ?? "")
        }
        server.router.on(.GET, "/ws") { [feed] request, _, replier in
            replier.fail(WebSocketUpgrade.problem(of: request, limit: feed.clientLimit))
        }
        feed.onClient = { [unowned self] event in
            watched(by: feed.clientCount)
            link.observe(event, key: "\(event.name).\(feed.clientCount)")
        }
        feed.onBroadcast = { [unowned self] event in link.observe(event, key: event.name) }
        feed.version = { [follower] in follower.projection.version ?? StateVersion() }
        feed.onCommand = { [server] message, client, answer in
            WebSocketCommand.run(message, peer: client.peer, on: server, answer: answer)
        }
        follower.onEffects = { [unowned self] effects in
            if effects.contains(.structureChanged) { oscInput.invalidate() }
            guard feed.clientCount > 0 else { return }
            if effects.contains(.alarmsChanged) {
                feed.publish(present())
            } else {
                presentSoon()
            }
        }
        osc.onMessage = { [oscInput, follower] message, peer in
            oscInput.receive(message, peer: peer, follower.projection)
        }
    }

    /// A burst of changes is presented once; a client gets one message in 100 ms at most anyway.
    private func presentSoon() {
        guard presentation == nil else { return }
        presentation = loop.scheduleTask(in: Self.presentationPause) { [self] in
            presentation = nil
            feed.publish(present())
        }
    }

    private func watch(_ folder: String) {
        watcher = DirectoryWatcher(root: folder, time: time, log: log) { [link, log] report in
            var command = Command()
            command.operationId = ControlAPI.newOperationID()
            command.action = .reloadShaders(ReloadShaders())
            command.origin = .file
            command.principal = "file watch"
            let changed = report.paths.joined(separator: " ")
            link.observe(
                .fileChangeDetected(
                    FileChangeDetected(
                        paths: Array(report.paths.prefix(64)),
                        collapsed: UInt64(report.notifications))), key: "file_change",
                operation: command.operationId)
            log.info(
                "shader files changed",
                metadata: [
                    "paths": "\(changed)", "notifications": "\(report.notifications)",
                    "operation_id": "\(command.operationId)",
                ])
            link.send(.command(command)) { result in
                if case .failure(let refusal) = result {
                    log.warning("the reload was not taken: \(refusal)")
                }
            }
        }
    }

    /// Output facts are read on a timer only while a page is open: idle means no timer.
    private func watched(by count: Int) {
        if count == 0 {
            refresh?.cancel()
            refresh = nil
        } else if refresh == nil {
            feed.publish(present())
            refresh = loop.scheduleRepeatedTask(
                initialDelay: Self.refreshInterval, delay: Self.refreshInterval
            ) { [self] _ in feed.publish(present()) }
        }
    }

    private func present() -> JSONValue {
        let facts = output.read()
        let supervisor = SupervisorFile.read(path: paths.runtime + "/supervisor.json")
        let roster = DaemonRoster(
            projection: follower.projection, output: facts, supervisor: supervisor,
            laneCount: configuration.laneCount)
        return presenter.present(
            follower.projection, output: facts, daemons: roster.daemons)
    }
}

extension ControlService {
    /// Method and template of every route, for holding the API document against them.
    var routeNames: Set<String> {
        Set(server.router.routes.map { "\($0.method.rawValue) \($0.template)" })
    }
}
