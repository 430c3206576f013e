import Common
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

/// The HTTP server: accepts connections, checks who asks, finds the handler.
///
/// All state is touched on the one event loop only, which is why it may be shared unchecked.
final class HTTPServer: @unchecked Sendable {
    /// What the kernel may hold for one client.
    private static let sendBufferByteCount: SocketOptionValue = 256 << 10

    let loop: any EventLoop
    let limits: HTTPLimits
    /// Replaced by a reload, on the event loop.
    var policy: AccessPolicy
    var router = HTTPRouter()
    var site = StaticSite()
    /// A place for one more WebSocket client; nil where there is none, which refuses the upgrade.
    var placeWebSocket: () -> PoolPlace? = { nil }
    /// Makes the handler of a WebSocket client.
    var makeWebSocket: ((any Channel) -> any ChannelHandler & Sendable)?
    let connections: PoolMeter
    private var limiter: RateLimiter
    private let metrics: HTTPMetrics
    private let time: any TimeSource
    private var listener: (any Channel)?

    init(
        loop: any EventLoop, limits: HTTPLimits, policy: AccessPolicy, registry: MetricsRegistry,
        time: any TimeSource
    ) {
        self.loop = loop
        self.limits = limits
        self.policy = policy
        self.time = time
        metrics = HTTPMetrics(registry)
        connections = PoolMeter(
            .connections, limit: limits.connectionCount, registry: registry)
        limiter = RateLimiter(perSecond: limits.requestsPerSecond, burst: limits.requestBurst)
    }

    /// Binds and listens. Called off the event loop; blocks until bound.
    ///
    /// - Returns: the port in use.
    /// - Throws: the system's error when the address cannot be bound.
    func start(
        group: any EventLoopGroup, address: String, port: Int, inherited: Int32? = nil
    ) throws -> Int {
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            // The kernel would keep megabytes for a client that reads nothing, and it would look well.
            .childChannelOption(.socketOption(.so_sndbuf), value: Self.sendBufferByteCount)
            .childChannelInitializer { channel in self.configure(channel) }
        let channel =
            try
            (inherited.map { bootstrap.withBoundSocket($0) }
            ?? bootstrap.bind(host: address, port: port)).wait()
        try loop.submit { self.listener = channel }.wait()
        return channel.localAddress?.port ?? port
    }

    /// Stops listening; open connections end with the event loop.
    func stop() {
        try? loop.submit { self.listener }.wait()?.close().wait()
    }

    private func configure(_ channel: any Channel) -> EventLoopFuture<Void> {
        channel.eventLoop.makeCompletedFuture {
            let upgrader = NIOWebSocketServerUpgrader(
                maxFrameSize: limits.webSocketMessageByteCount,
                shouldUpgrade: { channel, head in
                    channel.eventLoop.makeSucceededFuture(
                        self.allowsUpgrade(head) && self.takesPlace(channel) ? HTTPHeaders() : nil)
                },
                upgradePipelineHandler: { channel, _ in self.upgraded(channel) })
            let connection = HTTPConnection(server: self)
            var decoding = NIOHTTPDecoderLimitConfiguration()
            decoding.maxHeaderFieldSize = limits.headerByteCount
            try channel.pipeline.syncOperations.configureHTTPServerPipeline(
                withPipeliningAssistance: false,
                withServerUpgrade: (
                    upgraders: [upgrader],
                    completionHandler: { context in
                        let pipeline = context.pipeline.syncOperations
                        if let connection = try? pipeline.handler(type: HTTPConnection.self) {
                            pipeline.removeHandler(connection, promise: nil)
                        }
                    }
                ),
                withErrorHandling: false,
                withEncoderConfiguration: HTTPResponseEncoder.Configuration(),
                withDecoderLimitConfiguration: decoding)
            try channel.pipeline.syncOperations.addHandler(connection)
        }
    }

    private func allowsUpgrade(_ head: HTTPRequestHead) -> Bool {
        RequestTarget(head.uri)?.segments == ["ws"]
            && policy.refusal(of: head.headers, changes: true) == nil
            && makeWebSocket != nil
    }

    /// Before the handshake, so that who finds no room is told so by an answer. The place is kept as long
    /// as the connection.
    private func takesPlace(_ channel: any Channel) -> Bool {
        guard let place = placeWebSocket() else { return false }
        channel.closeFuture.whenComplete { _ in place.leave() }
        return true
    }

    private func upgraded(_ channel: any Channel) -> EventLoopFuture<Void> {
        guard let handler = makeWebSocket?(channel) else { return channel.close() }
        return channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandlers([
                NIOWebSocketFrameAggregator(
                    minNonFinalFragmentSize: 1, maxAccumulatedFrameCount: 64,
                    maxAccumulatedFrameSize: limits.webSocketMessageByteCount),
                handler,
            ])
        }
    }

    func count(_ status: HTTPResponseStatus) { metrics.count(status) }

    /// Answers one request, now or later.
    func answer(_ request: HTTPRequest, _ replier: HTTPReplier) {
        let changes = request.method != .GET && request.method != .OPTIONS
        if let refusal = policy.refusal(of: request.headers, changes: changes) {
            replier.fail(refusal)
            return
        }
        dispatch(request, replier)
    }

    /// Finds and runs the handler of a request whose sender has been checked.
    func dispatch(_ request: HTTPRequest, _ replier: HTTPReplier) {
        guard limiter.allows(request.peer, at: time.now()) else {
            replier.fail(
                Problem(
                    .tooManyRequests, "rate_limited",
                    "more than \(Int(limits.requestsPerSecond)) requests a second",
                    remedy: "Send fewer requests, or follow changes over /ws",
                    headers: [("Retry-After", "1")]))
            return
        }
        switch router.match(request.method, request.segments) {
        case .found(let handler, let parameters):
            if request.method == .OPTIONS { break }
            handler(request, parameters, replier)
        case .wrongMethod(let allowed): answerOther(request, allowed: allowed, replier)
        case .missing: answerFile(request, replier)
        }
    }

    private func answerOther(
        _ request: HTTPRequest, allowed: [HTTPMethod], _ replier: HTTPReplier
    ) {
        var names = allowed.map(\.rawValue)
        if names.contains("GET") { names.append("HEAD") }
        let allow = ("Allow", (names + ["OPTIONS"]).joined(separator: ", "))
        if request.method == .OPTIONS {
            replier.send(.empty(.noContent, headers: [allow]))
        } else {
            replier.fail(
                Problem(
                    .methodNotAllowed, "method_not_allowed",
                    "\(request.path) does not take \(request.method.rawValue)",
                    remedy: "Use \(names.joined(separator: " or "))", headers: [allow]))
        }
    }

    private func answerFile(_ request: HTTPRequest, _ replier: HTTPReplier) {
        guard let file = site.file(request.segments) else {
            replier.fail(
                Problem(
                    .notFound, "not_found", "there is no \(request.path)",
                    remedy: "See /api/v1/openapi.json for what there is"))
            return
        }
        guard request.method == .GET else {
            answerOther(request, allowed: [.GET], replier)
            return
        }
        let headers = [
            ("ETag", file.tag), ("Cache-Control", "no-cache"),
            (
                "Content-Security-Policy",
                "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; "
                    + "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
            ),
            ("Referrer-Policy", "no-referrer"),
        ]
        if request.header("If-None-Match") == file.tag {
            replier.send(.empty(.notModified, headers: headers))
        } else {
            replier.send(HTTPResponse(.ok, type: file.type, body: file.bytes, headers: headers))
        }
    }
}
