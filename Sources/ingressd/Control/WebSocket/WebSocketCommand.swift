import NIOCore
import NIOHTTP1

/// A command over a WebSocket: the same request as over HTTP, with an id for its one answer.
///
/// `{"type": "command", "id": 7, "method": "PATCH", "path": "/api/v1/layers/l1",
/// "body": {"opacity": 0.5}, "idempotencyKey": "…", "ifMatch": "…"}` is answered with
/// `{"type": "result", "id": 7, "status": 200, "accepted": true, "body": {…}}`.
enum WebSocketCommand {
    private static let members: Set<String> = [
        "type", "id", "method", "path", "body", "idempotencyKey", "ifMatch",
    ]

    /// Runs the command through the server's table; `answer` is called once on the event loop.
    static func run(
        _ message: JSONValue, peer: String, on server: HTTPServer,
        answer: @escaping (JSONValue) -> Void
    ) {
        let id = message["id"] ?? .null
        let replier = HTTPReplier(loop: server.loop) { answer(result($0, id: id)) }
        do throws(Problem) {
            server.dispatch(try request(message, peer: peer), replier)
        } catch {
            replier.fail(error)
        }
    }

    private static func request(
        _ message: JSONValue, peer: String
    ) throws(Problem) -> HTTPRequest {
        if let unknown = message.object?.keys.first(where: { !members.contains($0) }) {
            throw .invalid(
                "\"\(unknown)\" is not known in a command",
                remedy: "Known are: \(members.sorted().joined(separator: ", "))")
        }
        guard message["id"]?.string != nil || message["id"]?.integer != nil else {
            throw .invalid("\"id\" is missing", remedy: "Give a string or a whole number")
        }
        guard let method = message["method"]?.string, let path = message["path"]?.string,
            let target = RequestTarget(path), target.segments.starts(with: ["api", "v1"]),
            !path.hasSuffix(".png")
        else {
            throw .invalid(
                "\"method\" and \"path\" do not name an operation",
                remedy: "Give them as in docs/API.md, such as PATCH and /api/v1/layers/l1")
        }
        var headers = HTTPHeaders([("Content-Type", "application/json")])
        if let key = try text("idempotencyKey", of: message) {
            headers.add(name: "Idempotency-Key", value: key)
        }
        if let tag = try text("ifMatch", of: message) {
            headers.add(name: "If-Match", value: "\"\(tag)\"")
        }
        return HTTPRequest(
            method: HTTPMethod(rawValue: method), isHead: false, segments: target.segments,
            path: target.path, query: target.query, headers: headers,
            body: message["body"].map { $0 == .null ? [] : $0.bytes } ?? [], peer: peer,
            isWebSocket: true)
    }

    /// A member that is a string or absent: a safeguard of the wrong type must not go unseen.
    private static func text(_ name: String, of message: JSONValue) throws(Problem) -> String? {
        guard let value = message[name], value != .null else { return nil }
        guard let text = value.string else {
            throw .invalid(
                "\"\(name)\" is \(value.kind), not a string", remedy: "Give \"\(name)\" as a string"
            )
        }
        return text
    }

    private static func result(_ response: HTTPResponse, id: JSONValue) -> JSONValue {
        [
            "type": "result", "id": id, "status": .count(response.status.code),
            "accepted": .bool((200..<300).contains(response.status.code)),
            "body": (try? JSONParser.parse(response.body)) ?? .null,
        ]
    }
}
