import Glibc

@testable import IngressControl

/// A plain blocking HTTP/1.1 client on one connection: it sends exactly what it is given.
final class ControlHTTPClient {
    struct Failure: Error {
        let reason: String
    }

    struct Response {
        let status: Int
        let headers: [String: String]
        let body: [UInt8]

        var json: JSONValue { (try? JSONParser.parse(body)) ?? .null }
        var text: String { String(decoding: body, as: UTF8.self) }
        var code: String? { json["code"]?.string }
    }

    let port: Int
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    init(port: Int) throws {
        self.port = port
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var limit = timeval(tv_sec: 10, tv_usec: 0)
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
        guard connected == 0 else { throw Failure(reason: "connect: \(errno)") }
    }

    deinit { close(descriptor) }

    func send(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return }
            sent += count
        }
    }

    func send(_ text: String) { send(Array(text.utf8)) }

    /// Exactly that many bytes.
    func read(_ count: Int) throws -> [UInt8] {
        while buffer.count < count { try fill() }
        defer { buffer.removeFirst(count) }
        return Array(buffer.prefix(count))
    }

    private func fill() throws {
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        let count = recv(descriptor, &chunk, chunk.count, 0)
        guard count > 0 else { throw Failure(reason: count == 0 ? "closed" : "recv: \(errno)") }
        buffer += chunk[..<count]
    }

    /// Whether the server has ended the connection.
    func isClosed() -> Bool {
        do {
            try fill()
            return false
        } catch {
            return true
        }
    }

    func readResponse(isHead: Bool = false) throws -> Response {
        let end: [UInt8] = [13, 10, 13, 10]
        var headEnd = 0
        while true {
            if let found = buffer.indices.dropLast(3).first(where: {
                buffer[$0..<($0 + 4)].elementsEqual(end)
            }) {
                headEnd = found
                break
            }
            try fill()
        }
        let lines = String(decoding: try read(headEnd + 4), as: UTF8.self)
            .split(separator: "\r\n").map(String.init)
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts[1].trimmingPrefix(" ").description
        }
        let status = Int(lines[0].split(separator: " ")[1]) ?? 0
        if status == 100 { return try readResponse(isHead: isHead) }
        let count = isHead ? 0 : Int(headers["content-length"] ?? "0") ?? 0
        return Response(status: status, headers: headers, body: try read(count))
    }

    func request(
        _ method: String, _ path: String, body: String? = nil, headers: [(String, String)] = []
    ) throws -> Response {
        var text = "\(method) \(path) HTTP/1.1\r\n"
        if !headers.contains(where: { $0.0 == "Host" }) { text += "Host: 127.0.0.1:\(port)\r\n" }
        if let body {
            text += "Content-Length: \(body.utf8.count)\r\n"
            if !headers.contains(where: { $0.0 == "Content-Type" }) {
                text += "Content-Type: application/json\r\n"
            }
        }
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        send(text + "\r\n" + (body ?? ""))
        return try readResponse(isHead: method == "HEAD")
    }

    func get(_ path: String) throws -> Response { try request("GET", path) }
}
