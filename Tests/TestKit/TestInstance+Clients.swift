import Common
import Foundation

/// Clients of an instance's ingressd control, as an operator's programs would be.
extension TestInstance {
    /// Makes a folder of shaders with one in it, called `plain`.
    public func makeShaders(plain text: String) throws -> String {
        let folder = paths.runtime + "/shaders"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        try text.write(toFile: folder + "/plain.fs", atomically: true, encoding: .utf8)
        return folder
    }

    /// Asks the API; the answer's body. Problems are answers too.
    @discardableResult
    public func http(_ method: String, _ path: String, _ body: String = "{}") throws
        -> CommandResult
    {
        try CommandResult.run(
            "/usr/bin/curl",
            [
                "-sS", "--max-time", "5", "-X", method, "-H", "Content-Type: application/json",
                "-d", body,
                "http://127.0.0.1:\(paths.port(of: "http") ?? 0)/api/v1\(path)",
            ])
    }

    /// Opens the page's WebSocket and reads all it is told, or nothing at all, until it is killed.
    public func openPage(reading isReading: Bool = true) throws -> TestChild {
        try TestChild(
            "/usr/bin/python3",
            [
                "-c",
                """
                import socket, time
                s = socket.socket()
                if not \(isReading ? "True" : "False"): s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
                s.connect(("127.0.0.1", \(paths.port(of: "http") ?? 0)))
                s.sendall(b"GET /ws HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nConnection: Upgrade\\r\\n"
                  b"Upgrade: websocket\\r\\nSec-WebSocket-Version: 13\\r\\n"
                  b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\r\\n\\r\\n")
                while \(isReading ? "s.recv(65536)" : "True"): time.sleep(\(isReading ? "0" : "1"))
                """,
            ])
    }

    /// Sends OSC by a few lines of Python, which have `send(path, "f", number)`, `message` and `s`.
    public func sendOSC(_ script: String) throws -> CommandResult {
        try CommandResult.run(
            "/usr/bin/python3",
            [
                "-c",
                """
                import socket, struct
                s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                s.connect(("127.0.0.1", \(paths.port(of: "osc") ?? 0)))
                def text(t): return t.encode() + b"\\0" * (4 - len(t) % 4)
                def message(path, kind="", value=0):
                    return text(path) + text("," + kind) + (struct.pack(">f", value) if kind else b"")
                def send(*words): s.send(message(*words))
                \(script)
                """,
            ])
    }

    /// Tells a page that reads nothing more than fits on the way to it, by loading many layers of a
    /// shader and what was there before in turn; then the page is killed.
    public func crowdStaringPage(with shader: String, times: Int) throws {
        let page = try openPage(reading: false)
        defer { page.kill() }
        usleep(300_000)
        try http("PUT", "/presets/few")
        let layer = #"{"shader": "\#(shader)", "bypassed": true}"#
        let layers = Array(repeating: layer, count: 60).joined(separator: ",")
        try http(
            "PUT", "/presets/many",
            #"{"document": {"holdover_preset": 1, "layers": ["# + layers + "]}}")
        for _ in 0..<times {
            try http("POST", "/presets/many/load")
            usleep(150_000)
            try http("POST", "/presets/few/load")
            usleep(150_000)
        }
    }
}
