import Common
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// One HTTP/1.1 connection: gathers requests within the limits, asks the server for each answer.
/// Owned by the event loop.
///
/// One request is open at a time: while it is being answered nothing more is read, and what had
/// been read already waits here. (NIO's own handler for this traps when a connection is refused
/// before its first request.)
final class HTTPConnection: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private enum State {
        case idle
        case reading(HTTPRequestHead, target: RequestTarget)
        case answering
        /// The answer is out or on its way and nothing more is read.
        case closing
    }

    private let server: HTTPServer
    private var state = State.idle
    private var body: [UInt8] = []
    private var timer: Scheduled<Void>?
    private var peer = ""
    private var waiting: [HTTPServerRequestPart] = []
    private var waitingError: HTTPParserError?
    private var isReadWaiting = false
    private var hasBegun = false

    init(server: HTTPServer) { self.server = server }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard !hasBegun else { return }
        hasBegun = true
        peer = context.channel.remoteAddress?.ipAddress ?? "local"
        arm(context, server.limits.idleTime)
        // After an upgrade it counts on as a WebSocket's.
        if let place = server.connections.enter() {
            context.channel.closeFuture.whenComplete { _ in place.leave() }
        } else {
            let limit = server.connections.limit
            refuse(
                Problem(
                    .serviceUnavailable, "too_many_connections",
                    "all \(limit) connections are in use",
                    remedy: "Close some, or raise control.connection_limit",
                    headers: [("Retry-After", "1")]), context: context)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        state = .closing
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        if case .answering = state {
            waiting.append(part)
        } else {
            receive(part, context: context)
        }
    }

    func read(context: ChannelHandlerContext) {
        if case .answering = state {
            isReadWaiting = true
        } else {
            context.read()
        }
    }

    private func receive(_ part: HTTPServerRequestPart, context: ChannelHandlerContext) {
        switch part {
        case .head(let head): receive(head, context: context)
        case .body(var buffer):
            guard case .reading = state else { return }
            let room = server.limits.bodyByteCount - body.count
            guard buffer.readableBytes <= room else {
                refuse(bodyTooLarge, context: context)
                return
            }
            body += buffer.readBytes(length: buffer.readableBytes) ?? []
        case .end: finish(context: context)
        }
    }

    private var bodyTooLarge: Problem {
        Problem(
            .payloadTooLarge, "body_too_large",
            "the body is larger than \(server.limits.bodyByteCount) bytes",
            remedy: "Send less, or raise control.body_limit_bytes")
    }

    private func receive(_ head: HTTPRequestHead, context: ChannelHandlerContext) {
        guard case .idle = state else { return }
        arm(context, server.limits.requestTime)
        body = []
        let headerBytes = head.headers.reduce(head.uri.utf8.count) {
            $0 + $1.name.utf8.count + $1.value.utf8.count + 4
        }
        guard headerBytes <= server.limits.headerByteCount else {
            refuse(Self.headersTooLarge, context: context)
            return
        }
        guard let target = RequestTarget(head.uri) else {
            refuse(
                .invalid(
                    "the request target is malformed",
                    remedy: "Send an absolute path with correct percent escapes"),
                context: context)
            return
        }
        if let length = head.headers.first(name: "Content-Length").flatMap(Int.init),
            length > server.limits.bodyByteCount
        {
            refuse(bodyTooLarge, context: context)
            return
        }
        state = .reading(head, target: target)
        if head.headers.first(name: "Expect")?.lowercased() == "100-continue" {
            let go = HTTPResponseHead(version: head.version, status: .continue)
            context.writeAndFlush(wrapOutboundOut(.head(go)), promise: nil)
        }
    }

    private static let headersTooLarge = Problem(
        .requestHeaderFieldsTooLarge, "headers_too_large", "the headers are too large",
        remedy: "Send shorter headers")

    private func finish(context: ChannelHandlerContext) {
        guard case .reading(let head, let target) = state else { return }
        state = .answering
        timer?.cancel()
        let request = HTTPRequest(
            method: head.method == .HEAD ? .GET : head.method, isHead: head.method == .HEAD,
            segments: target.segments, path: target.path, query: target.query,
            headers: head.headers, body: body, peer: peer)
        body = []
        // The parser reads nothing behind a request for another protocol, so what was not upgraded ends.
        let keepAlive = head.isKeepAlive && !head.headers.contains(name: "Upgrade")
        let replier = HTTPReplier(loop: context.eventLoop) { [self] response in
            write(
                response, version: head.version, keepAlive: keepAlive, isHead: request.isHead,
                context: context)
        }
        server.answer(request, replier)
    }

    private func write(
        _ response: HTTPResponse, version: HTTPVersion, keepAlive: Bool, isHead: Bool,
        context: ChannelHandlerContext
    ) {
        guard case .answering = state else { return }
        var head = HTTPResponseHead(
            version: version, status: response.status, headers: response.headers)
        if response.status.mayHaveResponseBody, response.next == nil {
            head.headers.replaceOrAdd(name: "Content-Length", value: "\(response.body.count)")
        }
        head.headers.add(name: "X-Content-Type-Options", value: "nosniff")
        if !keepAlive { head.headers.replaceOrAdd(name: "Connection", value: "close") }
        server.count(response.status)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if !isHead, !response.body.isEmpty {
            let buffer = context.channel.allocator.buffer(bytes: response.body)
            context.write(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
        }
        if let next = response.next, !isHead {
            context.flush()
            stream(next, keepAlive: keepAlive, context)
        } else {
            end(keepAlive: keepAlive, context)
        }
    }

    private func end(keepAlive: Bool, _ context: ChannelHandlerContext) {
        state = keepAlive ? .idle : .closing
        arm(context, server.limits.idleTime)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        if keepAlive { goOn(context) } else { drainAndClose(context) }
    }

    /// Sends the pieces of a long body, the next one when the one before has gone out: a client that
    /// reads slowly is waited for, and one that does not read is cut off like any idle one.
    private func stream(
        _ next: @escaping HTTPResponse.Next, keepAlive: Bool, _ context: ChannelHandlerContext
    ) {
        arm(context, server.limits.idleTime)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let loop = context.eventLoop
        next { result in
            loop.execute {
                let (connection, context) = bound.value
                guard case .answering = connection.state else { return }
                switch result {
                case .failure: context.close(promise: nil)
                case .success(nil): connection.end(keepAlive: keepAlive, context)
                case .success(let bytes?):
                    let buffer = context.channel.allocator.buffer(bytes: bytes)
                    context.writeAndFlush(
                        connection.wrapOutboundOut(.body(.byteBuffer(buffer)))
                    ).whenSuccess {
                        let (connection, context) = bound.value
                        connection.stream(next, keepAlive: keepAlive, context)
                    }
                }
            }
        }
    }

    /// The connection is free again: takes what waited, up to the end of the next request.
    private func goOn(_ context: ChannelHandlerContext) {
        let parts = waiting
        waiting = []
        for (index, part) in parts.enumerated() {
            if case .answering = state {
                waiting += parts[index...]
                return
            }
            receive(part, context: context)
        }
        if let error = waitingError, case .idle = state { refuse(error, context: context) }
        if isReadWaiting {
            isReadWaiting = false
            context.read()
        }
    }

    /// Answers at once and closes: what is left of the request is not worth reading.
    private func refuse(_ problem: Problem, context: ChannelHandlerContext) {
        if case .closing = state { return }
        state = .answering
        write(
            .problem(problem), version: .http1_1, keepAlive: false, isHead: false,
            context: context)
    }

    /// Sends our end first and reads on for a moment: closing at once would turn unread input into
    /// a reset, and the client would never see why it was refused.
    private func drainAndClose(_ context: ChannelHandlerContext) {
        context.close(mode: .output, promise: nil)
        arm(context, .seconds(1))
        if isReadWaiting {
            isReadWaiting = false
            context.read()
        }
    }

    private func arm(_ context: ChannelHandlerContext, _ time: TimeAmount) {
        timer?.cancel()
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: time) { bound.value.close(promise: nil) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event as? ChannelEvent == .inputClosed, case .answering = state { return }
        if event as? ChannelEvent == .inputClosed { context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case is NIOWebSocketUpgradeError: break  // It goes on as an ordinary request.
        case let error as HTTPParserError:
            if case .answering = state {
                waitingError = error
            } else {
                refuse(error, context: context)
            }
        default: context.close(promise: nil)
        }
    }

    private func refuse(_ error: HTTPParserError, context: ChannelHandlerContext) {
        if error == .headerOverflow {
            refuse(Self.headersTooLarge, context: context)
        } else {
            refuse(
                .invalid("this is not HTTP/1.1: \(error)", remedy: "Send a well-formed request"),
                context: context)
        }
    }
}
