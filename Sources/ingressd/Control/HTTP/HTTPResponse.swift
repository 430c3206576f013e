import NIOHTTP1

/// One response, whole.
struct HTTPResponse: Sendable {
    var status: HTTPResponseStatus
    var headers: HTTPHeaders
    var body: [UInt8]

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
