/// The code of a Swift file alone: comments and string literals become spaces, lines stay lines. A scanner,
/// not a parser; what stands in an interpolation goes with its literal.
struct SwiftCode {
    private let bytes: [UInt8]
    private var position = 0
    private var blanked: [UInt8]

    /// The code of `text`, byte for byte in the same places.
    static func blanked(_ text: String) -> String {
        var scanner = SwiftCode(text)
        while scanner.position < scanner.bytes.count {
            let start = scanner.position
            guard scanner.skipTrivia() else {
                scanner.position += 1
                continue
            }
            for at in start..<min(scanner.position, scanner.bytes.count)
            where scanner.bytes[at] != UInt8(ascii: "\n") {
                scanner.blanked[at] = UInt8(ascii: " ")
            }
        }
        return String(decoding: scanner.blanked, as: UTF8.self)
    }

    private init(_ text: String) {
        bytes = Array(text.utf8)
        blanked = bytes
    }

    /// Skips a comment or a string literal at the position; false where there is none.
    private mutating func skipTrivia() -> Bool {
        let marks: [UInt8] = [UInt8(ascii: "/"), UInt8(ascii: "#"), UInt8(ascii: "\"")]
        guard marks.contains(bytes[position]) else { return false }
        if has("//") {
            while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
            return true
        }
        if has("/*") {
            skip(past: "*/", escapes: false)
            return true
        }
        if has("#\"\"\"") {
            skip(past: "\"\"\"#", escapes: false)
        } else if has("#\"") {
            skip(past: "\"#", escapes: false)
        } else if has("\"\"\"") {
            skip(past: "\"\"\"", escapes: true)
        } else if has("\"") {
            skip(past: "\"", escapes: true)
        } else {
            return false
        }
        return true
    }

    private func has(_ text: String) -> Bool {
        var at = position
        for byte in text.utf8 {
            guard at < bytes.count, bytes[at] == byte else { return false }
            at += 1
        }
        return true
    }

    private mutating func skip(past end: String, escapes: Bool) {
        position += end.utf8.count
        while position < bytes.count {
            if escapes, bytes[position] == UInt8(ascii: "\\") {
                if position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "(") {
                    position += 2
                    skipInterpolation()
                } else {
                    position += 2
                }
                continue
            }
            if has(end) {
                position += end.utf8.count
                return
            }
            position += 1
        }
    }

    private mutating func skipInterpolation() {
        var depth = 1
        while position < bytes.count, depth > 0 {
            if skipTrivia() { continue }
            if bytes[position] == UInt8(ascii: "(") { depth += 1 }
            if bytes[position] == UInt8(ascii: ")") { depth -= 1 }
            position += 1
        }
    }
}
