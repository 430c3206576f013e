import Common
import Glibc

/// One line of request, one line of answer, over a unix stream socket.
enum LineSocket {
    /// Sends `request` and waits at most two seconds for the answer. Blocks.
    static func ask(_ request: String, at path: String) throws -> String {
        let descriptor = socket(
            AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        var limit = timeval(tv_sec: 2, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8.prefix(MemoryLayout.size(ofValue: name.sun_path) - 1))
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: bytes) }
        let connected = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard descriptor >= 0, connected == 0 else {
            throw CommandFailure(
                "nobody answers at \(path): \(String(cString: strerror(errno)))",
                remedy: "Is the instance up? `holdover up` starts it, --instance names another",
                code: .unreachable)
        }
        var line = request + "\n"
        let sent = line.withUTF8 { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        guard sent == line.utf8.count else {
            throw CommandFailure("cannot write to \(path)", remedy: "", code: .unreachable)
        }
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while !answer.contains(UInt8(ascii: "\n")), answer.count < 65536 {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            guard count > 0 else { break }
            answer += chunk[..<count]
        }
        guard let end = answer.firstIndex(of: UInt8(ascii: "\n")) else {
            throw CommandFailure(
                "no answer from \(path) within two seconds; the outcome is unknown",
                remedy: "Look at `holdover status`, then ask again", code: .unreachable)
        }
        return String(decoding: answer[..<end], as: UTF8.self)
    }
}
