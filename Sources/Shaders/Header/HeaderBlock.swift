/// Where the JSON header of a shader's text lies.
struct HeaderBlock {
    /// The JSON between `/*` and `*/`.
    var json: Substring
    /// The line of the file on which `json` begins, from 1.
    var jsonLine: Int
    /// Everything after the header's comment.
    var body: Substring
    /// The line of the file on which `body` begins.
    var bodyLine: Int

    /// Finds the header; nil where the text does not begin with a comment that holds an object.
    init?(_ source: String) {
        guard let open = source.firstRange(of: "/*"),
            let close = source[open.upperBound...].firstRange(of: "*/"),
            source[..<open.lowerBound].allSatisfy({ $0.isWhitespace || $0 == "\u{FEFF}" })
        else { return nil }
        json = source[open.upperBound..<close.lowerBound]
        // Some files decorate the comment: only what lies between the outer braces is JSON.
        guard let first = json.firstIndex(of: "{"), let last = json.lastIndex(of: "}") else {
            return nil
        }
        guard json[..<first].allSatisfy({ $0.isWhitespace || $0 == "*" }) else { return nil }
        jsonLine = 1 + Self.lineBreaks(in: source[..<first])
        let tail = json[json.index(after: last)...]
        json = json[first...last]
        guard tail.allSatisfy({ $0.isWhitespace || $0 == "*" }) else { return nil }
        body = source[close.upperBound...]
        bodyLine = 1 + Self.lineBreaks(in: source[..<close.upperBound])
    }

    private static func lineBreaks(in text: Substring) -> Int {
        text.utf8.reduce(0) { $0 + ($1 == 10 ? 1 : 0) }
    }
}
