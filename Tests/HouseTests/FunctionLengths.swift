/// Finds the functions of a Swift file and how many lines each takes. A scanner, not a parser: it
/// knows words and braces, which is all that counting needs.
struct FunctionLengths {
    struct Function {
        let name: String
        let line: Int
        let lineCount: Int
    }

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    private init(_ text: String) { bytes = Array(SwiftCode.blanked(text).utf8) }

    static func all(in text: String) -> [Function] {
        var scanner = FunctionLengths(text)
        return scanner.scan()
    }

    private struct Open {
        let name: String
        let line: Int
        let depth: Int
    }

    private mutating func scan() -> [Function] {
        var found: [Function] = []
        var open: [Open] = []
        var pending: (name: String, line: Int, parentheses: Int)?
        var depth = 0
        var parentheses = 0
        while position < bytes.count {
            let byte = bytes[position]
            if Self.isWord(byte) {
                let word = takeWord()
                if word == "func" || word == "init" || word == "deinit" {
                    pending = (word, line, parentheses)
                } else if pending?.name == "func" {
                    pending?.name = word
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "("): parentheses += 1
            case UInt8(ascii: ")"): parentheses -= 1
            case UInt8(ascii: "{"):
                if let start = pending, start.parentheses == parentheses {
                    open.append(Open(name: start.name, line: start.line, depth: depth))
                    pending = nil
                }
                depth += 1
            case UInt8(ascii: "}"):
                depth -= 1
                if let last = open.last, last.depth == depth {
                    open.removeLast()
                    found.append(
                        Function(
                            name: last.name, line: last.line, lineCount: line - last.line + 1))
                }
            case UInt8(ascii: "\n"): line += 1
            default: break
            }
            position += 1
        }
        return found
    }

    private mutating func takeWord() -> String {
        let start = position
        while position < bytes.count, Self.isWord(bytes[position]) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122)
            || byte == 95 || byte >= 128
    }
}
