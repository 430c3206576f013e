internal import CRealtime
internal import Glibc
internal import Synchronization

/// Why a metrics endpoint cannot listen.
public enum MetricsEndpointError: Error, Sendable, Hashable, CustomStringConvertible {
    case badAddress(String)
    case cannotListen(address: String, port: Int, reason: String)

    public var description: String {
        switch self {
        case .badAddress(let text):
            "metrics.bind \"\(text)\" is no IPv4 address. Give one such as 127.0.0.1"
        case .cannotListen(let address, let port, let reason):
            "cannot serve metrics on \(address):\(port): \(reason). "
                + "Free the port or set metrics.base_port or instance.port_offset"
        }
    }
}

/// Serves `GET /metrics` (Prometheus text format 0.0.4) for one process.
///
/// One thread, one connection at a time with a two-second limit: enough for a scraper, nothing for
/// an attacker to hold, and no server framework in the daemons that own frames. It sleeps in
/// accept(2) between scrapes. A socket named `metrics` handed over by systemd is used as it is.
public final class MetricsEndpoint: Sendable {
    private let listener: Int32
    private let registry: MetricsRegistry
    private let stopped = Atomic<Bool>(false)
    /// Whether the listener belongs to systemd as well.
    private let isInherited: Bool
    /// The port in use.
    public let port: Int

    /// Binds and starts to serve. `port` 0 takes any free one.
    public init(
        registry: MetricsRegistry, address: String, port: Int, inherited: Int32? = nil
    ) throws(MetricsEndpointError) {
        let listener: Int32
        if let inherited {
            listener = inherited
        } else {
            listener = try Self.listen(address: address, port: port)
        }
        self.registry = registry
        self.listener = listener
        isInherited = inherited != nil
        var name = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &name) {
            _ = $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(listener, $0, &length)
            }
        }
        self.port = Int(UInt16(bigEndian: name.sin_port))
        WorkerThread.start(named: "metrics", owner: "process", .degrading) { [self] in serve() }
    }

    /// Stops serving and frees the port. A socket of systemd's stays as it is, for the next process:
    /// shutting it down would fail its unit; the thread then ends with this process.
    public func stop() {
        stopped.store(true, ordering: .relaxed)
        if !isInherited { shutdown(listener, Int32(SHUT_RDWR)) }
    }

    private static func listen(address: String, port: Int) throws(MetricsEndpointError) -> Int32 {
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = UInt16(port).bigEndian
        guard inet_pton(AF_INET, address, &name.sin_addr) == 1 else { throw .badAddress(address) }
        let descriptor = socket(
            AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var one: Int32 = 1
        setsockopt(
            descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        let bound = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0, Glibc.listen(descriptor, 16) == 0 else {
            let reason = String(cString: strerror(errno))
            close(descriptor)
            throw .cannotListen(address: address, port: port, reason: reason)
        }
        return descriptor
    }

    private func serve() {
        while !stopped.load(ordering: .relaxed) {
            let connection = crt_accept(listener)
            if connection < 0 {
                // EMFILE and the like: wait for a descriptor instead of spinning.
                if !stopped.load(ordering: .relaxed), errno != EINTR { usleep(100_000) }
                continue
            }
            var limit = timeval(tv_sec: 2, tv_usec: 0)
            let size = socklen_t(MemoryLayout<timeval>.size)
            setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
            setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
            answer(connection)
            close(connection)
        }
        close(listener)
    }

    private func answer(_ connection: Int32) {
        var request: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 2048)
        while request.count < 8192, !request.contains(UInt8(ascii: "\n")) {
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { return }
            request += chunk[..<count]
        }
        let line = String(decoding: request.prefix { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
        let words = line.split(separator: " ")
        let path = words.count > 1 ? words[1].prefix { $0 != "?" } : ""
        let isRead = words.first == "GET" || words.first == "HEAD"
        let found = isRead && path == "/metrics"
        let body = found ? registry.render() : isRead ? "See /metrics\n" : "Only GET\n"
        let status = found ? "200 OK" : isRead ? "404 Not Found" : "405 Method Not Allowed"
        var response =
            "HTTP/1.1 \(status)\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"
            + "Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n"
        if words.first != "HEAD" { response += body }
        send(response, to: connection)
        // Let the peer read to the end before the close: unread input would turn it into a reset.
        shutdown(connection, Int32(SHUT_WR))
        while recv(connection, &chunk, chunk.count, 0) > 0 {}
    }

    private func send(_ text: String, to connection: Int32) {
        var text = text
        text.withUTF8 { bytes in
            var sent = 0
            while sent < bytes.count {
                let count = Glibc.send(
                    connection, bytes.baseAddress?.advanced(by: sent), bytes.count - sent,
                    Int32(MSG_NOSIGNAL))
                guard count > 0 else { return }
                sent += count
            }
        }
    }
}
