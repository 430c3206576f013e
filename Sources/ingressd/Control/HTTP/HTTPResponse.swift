import NIOHTTP1

/// One response: whole, or with a body that comes piece by piece.
struct HTTPResponse: Sendable {
    /// Gives the next piece of a body, once: nil after the last. A failure ends the connection, so
    /// that nobody takes what came for all there is. Asked only when the piece before has been sent.
    typealias Next =
        @Sendable (_ take: @escaping @Sendable (Result<[UInt8]?, Problem>) -> Void) -> Void

    var status: HTTPResponseStatus
    var headers: HTTPHeaders
    var body: [UInt8]
    /// What follows the body; nil: nothing.
    var next: Next?

    init(
        _ status: HTTPResponseStatus, type: String, body: [UInt8],
        headers: [(String, String)] = []
    ) {
        self.status = status
        self.headers = HTTPHeaders([("Content-Type", type)] + headers)
        self.body = body
    }

    /// A JSON document.
    static func json(
        _ value: JSONValue, status: HTTPResponseStatus = .ok, headers: [(String, String)] = []
    ) -> HTTPResponse {
        HTTPResponse(
            status, type: "application/json", body: value.bytes + [0x0A],
            headers: [("Cache-Control", "no-store")] + headers)
    }

    /// A long document: its first piece, and where the others come from.
    static func stream(
        type: String, first: [UInt8], next: @escaping Next
    ) -> HTTPResponse {
        var response = HTTPResponse(
            .ok, type: type, body: first, headers: [("Cache-Control", "no-store")])
        response.next = next
        return response
    }

    /// Nothing but a status.
    static func empty(
        _ status: HTTPResponseStatus, headers: [(String, String)] = []
    ) -> HTTPResponse {
        HTTPResponse(status: status, headers: HTTPHeaders(headers), body: [])
    }

    private init(status: HTTPResponseStatus, headers: HTTPHeaders, body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A problem document.
    static func problem(_ problem: Problem) -> HTTPResponse {
        HTTPResponse(
            problem.status, type: "application/problem+json", body: problem.json.bytes + [0x0A],
            headers: [("Cache-Control", "no-store")] + problem.headers)
    }
}
