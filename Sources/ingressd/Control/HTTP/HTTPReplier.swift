import NIOCore

/// Sends the one response of a request. Any thread; the first call wins.
final class HTTPReplier: Sendable {
    private let loop: any EventLoop
    private let write: NIOLoopBound<Once>

    /// Owned by the event loop.
    final class Once {
        var send: ((HTTPResponse) -> Void)?

        init(_ send: @escaping (HTTPResponse) -> Void) { self.send = send }
    }

    /// Made on the event loop that owns the connection.
    init(loop: any EventLoop, send: @escaping (HTTPResponse) -> Void) {
        self.loop = loop
        write = NIOLoopBound(Once(send), eventLoop: loop)
    }

    /// Sends the response.
    func send(_ response: HTTPResponse) {
        if loop.inEventLoop {
            let once = write.value
            let send = once.send
            once.send = nil
            send?(response)
        } else {
            loop.execute { self.send(response) }
        }
    }

    /// Sends a problem.
    func fail(_ problem: Problem) { send(.problem(problem)) }
}
