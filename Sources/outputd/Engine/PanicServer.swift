import Common
import Foundation
import Frames
import Playout

/// outputd's own control: `panic.sock`, one line in, one line of JSON out. It needs no other daemon
/// and touches the playout thread only through its mailbox. Owned by the panic thread.
///
/// Lines: `force hold|passthrough|slate|black|transparent|auto` and `status`.
final class PanicServer {
    private let path: String
    private let role: ChannelRole
    private let isPassthroughCleared: Bool
    private let mailbox: PlayoutMailbox
    private let latch: ForceLatch
    private let timeline: TimelineReader
    private let gauges: OutputGauges
    private let time = SystemTimeSource()
    private var listener: Int32 = -1

    init(
        path: String, role: ChannelRole, isPassthroughCleared: Bool, mailbox: PlayoutMailbox,
        latch: ForceLatch, plane: FramePlane, gauges: OutputGauges
    ) {
        self.path = path
        self.role = role
        self.isPassthroughCleared = isPassthroughCleared
        self.mailbox = mailbox
        self.latch = latch
        self.gauges = gauges
        timeline = TimelineReader(in: plane)
    }

    deinit { if listener >= 0 { close(listener) } }

    /// Listens and answers until `isStopping` says so; looks at it every 200 ms. Throws where the
    /// socket cannot be made, and when it vanished, so that it is made again.
    func run(isStopping: () throws -> Bool) throws {
        try listen()
        var poll = PollSet()
        while try !isStopping() {
            poll.removeAll()
            poll.add(listener, for: .read)
            if poll.wait(until: time.now() + .milliseconds(200)) {
                let connection = accept(listener, nil, nil)
                if connection >= 0 {
                    answer(connection)
                    close(connection)
                }
            } else if access(path, F_OK) != 0 {
                throw PanicServerError.socketRemoved(path: path)
            }
        }
        unlink(path)
    }

    private func listen() throws {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw PanicServerError.cannotListen(path: path, code: ENAMETOOLONG)
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        unlink(path)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0, chmod(path, 0o660) == 0, Glibc.listen(listener, 8) == 0 else {
            throw PanicServerError.cannotListen(path: path, code: errno)
        }
    }

    private func answer(_ connection: Int32) {
        var limit = timeval(tv_sec: 0, tv_usec: 500_000)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        var line: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 256)
        while line.count < 256, !line.contains(UInt8(ascii: "\n")) {
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { break }
            line += chunk[..<count]
        }
        let text = String(decoding: line.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        var reply = Array((handle(text) + "\n").utf8)
        _ = send(connection, &reply, reply.count, Int32(MSG_NOSIGNAL))
    }

    private func handle(_ line: String) -> String {
        let words = line.split(whereSeparator: { $0.isWhitespace })
        switch (words.first, words.count) {
        case ("status", 1): return status()
        case ("force", 2):
            guard let mode = Playout.ForceMode(rawValue: String(words[1])) else { break }
            return force(mode)
        default: break
        }
        let modes = Playout.ForceMode.allCases.map(\.rawValue).joined(separator: "|")
        return Self.refusal("say \"force \(modes)\" or \"status\"")
    }

    private func force(_ mode: Playout.ForceMode) -> String {
        if let reason = mode.refusal(role: role, isPassthroughCleared: isPassthroughCleared) {
            return Self.refusal(reason)
        }
        if mode == .passthrough, gauges.passthroughReady.value == 0 {
            return Self.refusal(
                "the clean input is not there in the output's format; capture may be down")
        }
        let ticket = mailbox.force(mode)
        let deadline = time.now() + .milliseconds(500)
        while !mailbox.isApplied(ticket), time.now() < deadline {
            time.sleep(until: time.now() + .milliseconds(1))
        }
        // Acting comes first; the disk may be the reason for the panic.
        let isLatched = latch.write(mode)
        let state = timeline.latest()
        return
            "{\"ok\":true,\"force\":\"\(mode.rawValue)\",\"applied\":\(mailbox.isApplied(ticket)),"
            + "\"latched\":\(isLatched),\"from_index\":\(state?.nextIndex.value ?? 0)}"
    }

    private func status() -> String {
        guard let state = timeline.latest() else {
            return Self.refusal("there is no timeline yet")
        }
        let forced = state.forced?.description ?? "auto"
        return "{\"ok\":true,\"force\":\"\(forced)\",\"on_air\":\"\(state.rung)\","
            + "\"state\":\"\(state.deviceState)\",\"next_index\":\(state.nextIndex.value),"
            + "\"slots\":\(state.totals.total),\"lost\":\(state.totals.lost)}"
    }

    private static func refusal(_ reason: String) -> String {
        let escaped = reason.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "{\"ok\":false,\"error\":\"\(escaped)\"}"
    }
}

/// Why the panic control does not listen.
enum PanicServerError: Error, CustomStringConvertible {
    case cannotListen(path: String, code: Int32)
    case socketRemoved(path: String)

    var description: String {
        switch self {
        case .cannotListen(let path, let code):
            "cannot listen on \(path): \(String(cString: strerror(code))). "
                + "Make the runtime directory writable"
        case .socketRemoved(let path): "\(path) was removed; it is made again"
        }
    }
}
