/// Why a text is not the JSON that is accepted here.
public struct JSONSyntaxError: Error, Equatable, CustomStringConvertible {
    /// Offset of the byte where reading stopped.
    public let offset: Int
    /// Line, from 1.
    public let line: Int
    /// Column in bytes, from 1.
    public let column: Int
    /// What was wrong there.
    public let reason: String

    /// A sentence naming the place.
    public var description: String { "\(reason) at line \(line), column \(column)" }
}

/// Reads RFC 8259 JSON strictly: one value, UTF-8, no duplicate names, bounded depth.
///
/// A parser of our own because the bodies come from strangers: it says where the mistake is,
/// refuses what other parsers disagree about (duplicate names, numbers beyond double), and its
/// depth is limited so that brackets alone cannot exhaust the stack.
public struct JSONParser {
    /// Nesting that is still accepted.
    public static let depthMaximum = 32

    private let bytes: [UInt8]
    private var at = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Parses a whole document.
    ///
    /// - Throws: `JSONSyntaxError` with the place and the reason.
    public static func parse(_ bytes: [UInt8]) throws(JSONSyntaxError) -> JSONValue {
        var parser = JSONParser(bytes)
        parser.skipSpace()
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.at == bytes.count else { throw parser.error("more after the value") }
        return value
    }

    private func error(_ reason: String) -> JSONSyntaxError {
        let before = bytes.prefix(at)
        let line = before.count { $0 == 0x0A } + 1
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return JSONSyntaxError(
            offset: at, line: line, column: at - lineStart + 1, reason: reason)
    }

    private mutating func skipSpace() {
        while at < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) { at += 1 }
    }

    private mutating func value(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        guard depth <= Self.depthMaximum else { throw error("nested too deeply") }
        guard at < bytes.count else { throw error("a value is missing") }
        switch bytes[at] {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw error("a value is missing")
        }
    }

    private mutating func literal(
        _ word: String, _ value: JSONValue
    ) throws(JSONSyntaxError) -> JSONValue {
        let end = at + word.utf8.count
        guard end <= bytes.count, bytes[at..<end].elementsEqual(word.utf8) else {
            throw error("an unknown word")
        }
        at = end
        return value
    }

    private mutating func object(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        at += 1
        var members: [(String, JSONValue)] = []
        var seen: Set<String> = []
        skipSpace()
        if at < bytes.count, bytes[at] == UInt8(ascii: "}") {
            at += 1
            return .object(JSONObject())
        }
        while true {
            skipSpace()
            guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else {
                throw error("a member name in quotes is missing")
            }
            let key = try string()
            guard seen.insert(key).inserted else { throw error("the name \"\(key)\" comes twice") }
            skipSpace()
            guard at < bytes.count, bytes[at] == UInt8(ascii: ":") else {
                throw error("a colon is missing")
            }
            at += 1
            skipSpace()
            members.append((key, try value(depth: depth + 1)))
            if try closes(with: UInt8(ascii: "}")) { break }
        }
        return .object(JSONObject(members))
    }

    private mutating func array(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        at += 1
        var elements: [JSONValue] = []
        skipSpace()
        if at < bytes.count, bytes[at] == UInt8(ascii: "]") {
            at += 1
            return .array([])
        }
        while true {
            skipSpace()
            elements.append(try value(depth: depth + 1))
            if try closes(with: UInt8(ascii: "]")) { break }
        }
        return .array(elements)
    }

    /// True at the closing bracket, false at a comma.
    private mutating func closes(with bracket: UInt8) throws(JSONSyntaxError) -> Bool {
        skipSpace()
        guard at < bytes.count, bytes[at] == bracket || bytes[at] == UInt8(ascii: ",") else {
            throw error("a comma or a closing bracket is missing")
        }
        at += 1
        return bytes[at - 1] == bracket
    }

    private mutating func number() throws(JSONSyntaxError) -> JSONValue {
        let start = at
        var whole = true
        if bytes[at] == UInt8(ascii: "-") { at += 1 }
        let leading = at
        guard digits() > 0 else { throw error("a digit is missing") }
        if bytes[leading] == UInt8(ascii: "0"), at - leading > 1 {
            throw error("a number may not start with 0")
        }
        if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
            whole = false
            at += 1
            guard digits() > 0 else { throw error("a digit is missing") }
        }
        if at < bytes.count, bytes[at] == UInt8(ascii: "e") || bytes[at] == UInt8(ascii: "E") {
            whole = false
            at += 1
            if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") {
                at += 1
            }
            guard digits() > 0 else { throw error("a digit is missing") }
        }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        if whole, let integer = Int64(text) { return .integer(integer) }
        guard let value = Double(text), value.isFinite else { throw error("a number too large") }
        return .number(value)
    }

    private mutating func digits() -> Int {
        let start = at
        while at < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[at]) {
            at += 1
        }
        return at - start
    }

    private mutating func string() throws(JSONSyntaxError) -> String {
        at += 1
        var text: [UInt8] = []
        while at < bytes.count {
            let byte = bytes[at]
            switch byte {
            case UInt8(ascii: "\""):
                at += 1
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw error("text that is not UTF-8")
                }
                return string
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw error("a control character inside a string")
            default:
                text.append(byte)
                at += 1
            }
        }
        throw error("a string that does not end")
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONSyntaxError) {
        at += 1
        guard at < bytes.count else { throw error("a string that does not end") }
        let byte = bytes[at]
        at += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text += Array(String(try unicodeEscape()).utf8)
        default: throw error("an unknown escape")
        }
    }

    private mutating func unicodeEscape() throws(JSONSyntaxError) -> Character {
        let first = try hexUnit()
        if (0xD800..<0xDC00).contains(first) {
            guard at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"),
                bytes[at + 1] == UInt8(ascii: "u")
            else { throw error("half of a surrogate pair") }
            at += 2
            let second = try hexUnit()
            guard (0xDC00..<0xE000).contains(second) else {
                throw error("half of a surrogate pair")
            }
            let value = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)
            guard let scalar = Unicode.Scalar(value) else { throw error("no such character") }
            return Character(scalar)
        }
        guard let scalar = Unicode.Scalar(first) else { throw error("half of a surrogate pair") }
        return Character(scalar)
    }

    private mutating func hexUnit() throws(JSONSyntaxError) -> UInt32 {
        guard at + 4 <= bytes.count else { throw error("a string that does not end") }
        var value: UInt32 = 0
        for byte in bytes[at..<(at + 4)] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw error("four hexadecimal digits are missing")
            }
            value = value << 4 | UInt32(digit)
        }
        at += 4
        return value
    }
}
