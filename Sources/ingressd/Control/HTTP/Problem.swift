import NIOHTTP1

/// An error as RFC 9457 describes it: a stable code, a sentence naming the thing, and the remedy.
struct Problem: Error, Sendable, Equatable {
    let status: HTTPResponseStatus
    /// Stable name, such as `layer_not_found`; the `type` is `urn:holdover:problem:` and this.
    let code: String
    /// What is wrong, naming the thing.
    let detail: String
    /// What to do about it.
    let remedy: String
    /// Further members, such as the present state version.
    var members: [(String, JSONValue)] = []
    /// Headers that go with it, such as `Retry-After`.
    var headers: [(String, String)] = []

    init(
        _ status: HTTPResponseStatus, _ code: String, _ detail: String, remedy: String,
        members: [(String, JSONValue)] = [], headers: [(String, String)] = []
    ) {
        self.status = status
        self.code = code
        self.detail = detail
        self.remedy = remedy
        self.members = members
        self.headers = headers
    }

    static func == (one: Problem, other: Problem) -> Bool { one.json == other.json }

    /// The document.
    var json: JSONValue {
        var object = JSONObject([
            ("type", .string("urn:holdover:problem:\(code)")),
            ("title", .string(code.replacing("_", with: " "))),
            ("status", .integer(Int64(status.code))),
            ("code", .string(code)),
            ("detail", .string(detail)),
            ("remedy", .string(remedy)),
        ])
        for (key, value) in members { object[key] = value }
        return .object(object)
    }

    /// A body or a command that makes no sense.
    static func invalid(_ detail: String, remedy: String) -> Problem {
        Problem(.badRequest, "invalid_argument", detail, remedy: remedy)
    }
}
