import Common
import Foundation
import Glibc

/// Where a hook could not be told.
struct HookError: Error, CustomStringConvertible {
    let description: String
}

/// Tells one facility of one alarm; each may take as long as the deadline allows, and no longer.
/// Any thread.
struct HookTargets: Sendable {
    let command: String
    let webhook: String
    let syslog: String
    let snmp: String
    let timeout: Nanoseconds
    let environment: [String: String]
    let startedAt: MonotonicInstant
    private let time = SystemTimeSource()

    /// The hooks of a configuration.
    init(_ configuration: Configuration, environment: [String: String]) {
        command = configuration.text("hooks.command")
        webhook = configuration.text("hooks.webhook")
        syslog = configuration.text("hooks.syslog")
        snmp = configuration.text("hooks.snmp")
        timeout = .milliseconds(Int64(configuration.integer("hooks.timeout_ms")))
        self.environment = environment
        startedAt = SystemTimeSource().now()
    }

    /// Whether there is anybody to tell.
    var isEmpty: Bool { [command, webhook, syslog, snmp].allSatisfy(\.isEmpty) }

    /// Tells everybody; what went wrong, one sentence each.
    func tell(_ message: HookMessage) -> [String] {
        var problems: [String] = []
        func attempt(_ target: String, _ body: () throws -> Void) {
            guard !target.isEmpty else { return }
            do { try body() } catch { problems.append("\(target): \(error)") }
        }
        attempt(command) { try run(message) }
        attempt(webhook) { try post(message) }
        attempt(syslog) {
            let host = ProcessInfo.processInfo.hostName
            try send(Array(message.syslog(host: host).utf8), to: syslog)
        }
        attempt(snmp) {
            let uptime = UInt32(truncatingIfNeeded: (time.now() - startedAt).count / 10_000_000)
            let request = Int32.random(in: 1...Int32.max)
            try send(SNMPTrap.bytes(message, uptime: uptime, request: request), to: snmp)
        }
        return problems
    }

    /// The fields go as environment variables, so that no text of an alarm is ever read by a shell.
    private func run(_ message: HookMessage) throws {
        var variables = environment
        for field in message.fields {
            let value = field.value.replacing("\0", with: "")
            variables["HOLDOVER_ALARM_\(field.name.uppercased())"] = value
        }
        let child = try ChildProcess(command, [], environment: variables, diesWithThread: true)
        guard let exit = child.wait(until: time.now() + timeout) else {
            child.terminate(grace: .milliseconds(100))
            throw HookError(
                description: "it did not end in \(timeout.count / 1_000_000) ms and was killed")
        }
        guard exit.isSuccess else { throw HookError(description: "it ended with \(exit)") }
    }

    private func post(_ message: HookMessage) throws {
        guard let url = URL(string: webhook), url.scheme == "http", let host = url.host else {
            throw HookError(description: "hooks.webhook is no http:// address")
        }
        let body = Array(message.json.utf8)
        let path = (url.path.isEmpty ? "/" : url.path) + (url.query.map { "?\($0)" } ?? "")
        let head =
            "POST \(path) HTTP/1.1\r\nHost: \(host)\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.count)\r\nConnection: close\r\n\r\n"
        let socket = try open(host, "\(url.port ?? 80)", Int32(SOCK_STREAM.rawValue))
        defer { close(socket) }
        try write(Array(head.utf8) + body, socket)
        var answer = [UInt8](repeating: 0, count: 64)
        let count = recv(socket, &answer, answer.count, 0)
        let status = String(decoding: answer.prefix(max(0, count)), as: UTF8.self)
            .split(separator: " ").dropFirst().first
        guard status?.first == "2" else {
            throw HookError(description: "it answered \(status.map(String.init) ?? "nothing")")
        }
    }

    private func send(_ bytes: [UInt8], to target: String) throws {
        let parts = target.split(separator: ":")
        guard parts.count == 2 else { throw HookError(description: "write HOST:PORT") }
        let socket = try open(String(parts[0]), String(parts[1]), Int32(SOCK_DGRAM.rawValue))
        defer { close(socket) }
        try write(bytes, socket)
    }

    private func open(_ host: String, _ port: String, _ kind: Int32) throws -> Int32 {
        var wanted = addrinfo()
        wanted.ai_socktype = kind
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, port, &wanted, &found) == 0, let first = found else {
            throw HookError(description: "there is no host \(host)")
        }
        defer { freeaddrinfo(found) }
        let socket = Glibc.socket(first.pointee.ai_family, kind | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { throw HookError(description: String(cString: strerror(errno))) }
        var limit = timeval(
            tv_sec: Int(timeout.count / 1_000_000_000),
            tv_usec: Int(timeout.count % 1_000_000_000 / 1_000))
        let size = socklen_t(MemoryLayout<timeval>.size)
        // A connect is bounded by the send time-out as well.
        setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        guard connect(socket, first.pointee.ai_addr, first.pointee.ai_addrlen) == 0 else {
            let code = errno
            close(socket)
            throw HookError(description: "cannot reach it: \(String(cString: strerror(code)))")
        }
        return socket
    }

    private func write(_ bytes: [UInt8], _ socket: Int32) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(
                    socket, $0.baseAddress.map { $0 + sent }, bytes.count - sent,
                    Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else {
                throw HookError(description: "cannot send: \(String(cString: strerror(errno)))")
            }
            sent += count
        }
    }
}
