/// What is wrong with a header, and where.
struct HeaderSyntaxError: Error {
    var line: Int
    var message: String
}

/// Strict JSON (RFC 8259) with line numbers. Foundation's parser names no lines, and an author
/// needs the line.
struct HeaderParser {
    private let bytes: [UInt8]
    private var position = 0
    private var line: Int
    private var depth = 0
    private static let depthMax = 32

    /// `firstLine` is the line of the file on which `text` begins.
    init(_ text: Substring, firstLine: Int) {
        bytes = Array(text.utf8)
        line = firstLine
    }

    mutating func parse() throws(HeaderSyntaxError) -> HeaderValue {
        let value = try parseValue()
        skipSpaces()
        guard position == bytes.count else {
            throw fail("there is text after the end of the JSON object")
        }
        return value
    }

    private mutating func parseValue() throws(HeaderSyntaxError) -> HeaderValue {
        skipSpaces()
        guard let byte = peek else { throw fail("the JSON ends too early") }
        let start = line
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthMax else { throw fail("the JSON is nested too deeply") }
        let content: HeaderValue.Content
        switch byte {
        case UInt8(ascii: "{"): content = .object(try parseObject())
        case UInt8(ascii: "["): content = .array(try parseArray())
        case UInt8(ascii: "\""): content = .string(try parseString())
        case UInt8(ascii: "t"): content = try parseWord("true", .bool(true))
        case UInt8(ascii: "f"): content = try parseWord("false", .bool(false))
        case UInt8(ascii: "n"): content = try parseWord("null", .null)
        default: content = .number(try parseNumber())
        }
        return HeaderValue(content: content, line: start)
    }

    private mutating func parseObject() throws(HeaderSyntaxError)
        -> [(key: String, value: HeaderValue)]
    {
        var members: [(key: String, value: HeaderValue)] = []
        position += 1
        skipSpaces()
        if take(UInt8(ascii: "}")) { return members }
        while true {
            skipSpaces()
            guard peek == UInt8(ascii: "\"") else {
                throw fail("a member's name in double quotes was expected")
            }
            let key = try parseString()
            skipSpaces()
            guard take(UInt8(ascii: ":")) else { throw fail("a ':' after \"\(key)\" was expected") }
            members.append((key, try parseValue()))
            skipSpaces()
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "}")) else { throw fail("a ',' or '}' was expected") }
            return members
        }
    }

    private mutating func parseArray() throws(HeaderSyntaxError) -> [HeaderValue] {
        var items: [HeaderValue] = []
        position += 1
        skipSpaces()
        if take(UInt8(ascii: "]")) { return items }
        while true {
            items.append(try parseValue())
            skipSpaces()
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "]")) else { throw fail("a ',' or ']' was expected") }
            return items
        }
    }

    private mutating func parseWord(
        _ word: StaticString, _ content: HeaderValue.Content
    ) throws(HeaderSyntaxError) -> HeaderValue.Content {
        let expected = Array("\(word)".utf8)
        guard bytes[position...].starts(with: expected) else {
            throw fail("a JSON value was expected")
        }
        position += expected.count
        return content
    }

    private mutating func parseNumber() throws(HeaderSyntaxError) -> Double {
        let start = position
        func digits(_ position: inout Int, _ bytes: [UInt8]) -> Int {
            let from = position
            while position < bytes.count, bytes[position] >= 48, bytes[position] <= 57 {
                position += 1
            }
            return position - from
        }
        _ = take(UInt8(ascii: "-"))
        let whole = position
        guard digits(&position, bytes) > 0 else { throw fail("a JSON value was expected") }
        guard bytes[whole] != 48 || position == whole + 1 else {
            throw fail("a number must not begin with a zero")
        }
        if take(UInt8(ascii: ".")) {
            guard digits(&position, bytes) > 0 else { throw fail("a digit must follow the '.'") }
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            position += 1
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard digits(&position, bytes) > 0 else { throw fail("a digit must follow the 'e'") }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let number = Double(text), number.isFinite else {
            throw fail("the number \(text) is too large")
        }
        return number
    }

    private mutating func parseString() throws(HeaderSyntaxError) -> String {
        position += 1
        var text: [UInt8] = []
        while let byte = peek {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw fail("the text is not valid UTF-8")
                }
                return string
            case UInt8(ascii: "\\"): text.append(contentsOf: try parseEscape().utf8)
            case 0..<32:
                throw fail("a line or a control character inside a text: is a '\"' missing?")
            default: text.append(byte)
            }
        }
        throw fail("a text has no closing '\"'")
    }

    private mutating func parseEscape() throws(HeaderSyntaxError) -> String {
        guard let byte = peek else { throw fail("a text has no closing '\"'") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            var unit = try parseHex()
            if unit & 0xfc00 == 0xd800, bytes[position...].starts(with: Array("\\u".utf8)) {
                position += 2
                let low = try parseHex()
                guard low & 0xfc00 == 0xdc00 else { throw fail("a \\u pair is broken") }
                unit = 0x10000 + ((unit & 0x3ff) << 10) + (low & 0x3ff)
            }
            guard let scalar = Unicode.Scalar(unit) else { throw fail("a \\u escape is broken") }
            return String(Character(scalar))
        default: throw fail("'\\\(Character(Unicode.Scalar(byte)))' is no JSON escape")
        }
    }

    private mutating func parseHex() throws(HeaderSyntaxError) -> UInt32 {
        guard position + 4 <= bytes.count,
            let value = UInt32(
                String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
        else { throw fail("four hexadecimal digits must follow \\u") }
        position += 4
        return value
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpaces() {
        while let byte = peek, [9, 10, 13, 32].contains(byte) {
            if byte == 10 { line += 1 }
            position += 1
        }
    }

    private func fail(_ message: String) -> HeaderSyntaxError {
        HeaderSyntaxError(line: line, message: message)
    }
}
