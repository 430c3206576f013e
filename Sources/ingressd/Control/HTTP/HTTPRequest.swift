import NIOHTTP1

/// One request, complete with its body and with its path taken apart.
struct HTTPRequest: Sendable {
    /// The method; HEAD arrives as GET with `isHead` set.
    let method: HTTPMethod
    let isHead: Bool
    /// Path segments, percent-decoded, without empty ones, `.` or `..`.
    let segments: [String]
    /// The path as sent, without the query, for messages.
    let path: String
    /// Query members, percent-decoded; the last of a repeated name counts.
    let query: [String: String]
    let headers: HTTPHeaders
    let body: [UInt8]
    /// Address of the client, without port.
    let peer: String
    /// Whether it came as a message over a WebSocket.
    var isWebSocket = false

    /// A header with exactly one value; nil when absent or repeated.
    func header(_ name: String) -> String? {
        let values = headers[name]
        return values.count == 1 ? values[0] : nil
    }
}

/// A request target taken apart.
struct RequestTarget: Sendable, Equatable {
    let path: String
    let segments: [String]
    let query: [String: String]

    /// Takes an origin-form target apart; nil where it is malformed: not starting with `/`, a
    /// broken escape, text that is not UTF-8, a control character, or a segment `.` or `..` (also
    /// when it hides behind escapes), so that no path ever leaves its root.
    init?(_ uri: String) {
        guard uri.hasPrefix("/"), uri.utf8.count <= 4096 else { return nil }
        let parts = uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(parts[0])
        var segments: [String] = []
        for raw in parts[0].split(separator: "/") {
            guard let decoded = Self.percentDecoded(raw), decoded != ".", decoded != "..",
                !decoded.contains("/"), !decoded.contains("\\")
            else { return nil }
            segments.append(decoded)
        }
        self.segments = segments
        var query: [String: String] = [:]
        for pair in parts.count > 1 ? parts[1].split(separator: "&") : [] {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.percentDecoded(halves[0]),
                let value = Self.percentDecoded(halves.count > 1 ? halves[1] : "")
            else { return nil }
            query[name] = value
        }
        self.query = query
    }

    private static func percentDecoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%") {
                guard let high = rest.popFirst().flatMap(hexValue),
                    let low = rest.popFirst().flatMap(hexValue)
                else { return nil }
                bytes.append(high << 4 | low)
            } else {
                bytes.append(byte)
            }
        }
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hexValue(_ digit: UInt8) -> UInt8? {
        Character(Unicode.Scalar(digit)).hexDigitValue.map { UInt8($0) }
    }
}
