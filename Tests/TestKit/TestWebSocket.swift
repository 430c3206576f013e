import Foundation

/// A WebSocket client of `/ws` over a plain connection: reads what it is told, or stops to. One thread
/// at a time.
public final class TestWebSocket {
    /// What went wrong.
    public struct Failure: Error, CustomStringConvertible {
        /// A sentence.
        public let description: String
    }

    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var position = 0

    /// Connects and shakes hands. `receiveBytes` makes the kernel hold little for a client that does
    /// not read; `seconds` is how long a read may take.
    public init(port: Int, receiveBytes: Int32? = nil, seconds: Int = 30) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if var size = receiveBytes {
            setsockopt(
                descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = UInt16(port).bigEndian
        name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw Failure(description: "connect: errno \(errno)") }
        let request =
            "GET /ws HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: Upgrade\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        let sent = request.withCString { send(descriptor, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
        guard sent == request.utf8.count else { throw Failure(description: "cannot send") }
        var head: [UInt8] = []
        while !head.suffix(4).elementsEqual("\r\n\r\n".utf8) { head += try take(1) }
        guard String(decoding: head, as: UTF8.self).contains(" 101 ") else {
            throw Failure(description: String(decoding: head, as: UTF8.self))
        }
    }

    deinit { close(descriptor) }

    /// Ends every read under way, on whatever thread.
    public func hangUp() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// The next text; pings and the like are passed over. Throws at the end and where none comes.
    public func read() throws -> [UInt8] {
        while true {
            let head = try take(2)
            var count = Int(head[1] & 0x7F)
            if count >= 126 {
                count = try take(count == 126 ? 2 : 8).reduce(0) { $0 << 8 | Int($1) }
            }
            let payload = try take(count)
            if head[0] & 15 == 1 { return payload }
            if head[0] & 15 == 8 { throw Failure(description: "closed by the server") }
        }
    }

    private func take(_ count: Int) throws -> [UInt8] {
        while buffer.count - position < count {
            var chunk = [UInt8](repeating: 0, count: 1 << 16)
            let received = recv(descriptor, &chunk, chunk.count, 0)
            guard received > 0 else { throw Failure(description: "the connection ended: \(errno)") }
            if position > 0 {
                buffer.removeFirst(position)
                position = 0
            }
            buffer += chunk[..<received]
        }
        defer { position += count }
        return Array(buffer[position..<(position + count)])
    }
}
