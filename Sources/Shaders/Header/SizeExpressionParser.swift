/// Recursive descent over a size expression, bounded in depth so that no header can exhaust the
/// stack.
struct SizeExpressionParser {
    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0
    private static let depthMax = 64

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    mutating func parse() -> SizeExpressionNode? {
        guard bytes.count <= 1024, let node = sum() else { return nil }
        skipSpaces()
        return position == bytes.count ? node : nil
    }

    private mutating func sum() -> SizeExpressionNode? {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthMax, var left = product() else { return nil }
        while let sign = take(oneOf: "+-") {
            guard let right = product() else { return nil }
            left = .call(sign, [left, right])
        }
        return left
    }

    private mutating func product() -> SizeExpressionNode? {
        guard var left = signed() else { return nil }
        while let sign = take(oneOf: "*/%") {
            guard let right = signed() else { return nil }
            left = .call(sign, [left, right])
        }
        return left
    }

    private mutating func signed() -> SizeExpressionNode? {
        var negative = false
        while let sign = take(oneOf: "+-") {
            if sign == "-" { negative.toggle() }
        }
        guard let node = atom() else { return nil }
        return negative ? .call("-", [node]) : node
    }

    private mutating func atom() -> SizeExpressionNode? {
        if take(oneOf: "(") != nil {
            guard let node = sum(), take(oneOf: ")") != nil else { return nil }
            return node
        }
        if take(oneOf: "$") != nil {
            var name = word()
            // One component of a point: $position.x
            if position + 1 < bytes.count, bytes[position] == UInt8(ascii: "."),
                bytes[position + 1] == UInt8(ascii: "x") || bytes[position + 1] == UInt8(ascii: "y")
            {
                name += String(decoding: bytes[position...position + 1], as: UTF8.self)
                position += 2
            }
            return name.isEmpty ? nil : .variable(name)
        }
        guard position < bytes.count else { return nil }
        if bytes[position] == UInt8(ascii: ".") || isDigit(bytes[position]) { return number() }
        return call()
    }

    private mutating func call() -> SizeExpressionNode? {
        let name = word().lowercased()
        guard take(oneOf: "(") != nil, let first = sum() else { return nil }
        var arguments = [first]
        while take(oneOf: ",") != nil {
            guard let next = sum(), arguments.count < 2 else { return nil }
            arguments.append(next)
        }
        guard take(oneOf: ")") != nil else { return nil }
        let known =
            arguments.count == 1
            ? SizeExpressionNode.unaryNames : SizeExpressionNode.binaryNames
        return known.contains(name) ? .call(name, arguments) : nil
    }

    private mutating func number() -> SizeExpressionNode? {
        let start = position
        while position < bytes.count,
            isDigit(bytes[position]) || bytes[position] == UInt8(ascii: ".")
        {
            position += 1
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        return Double(text.hasSuffix(".") ? text + "0" : text).map { .number($0) }
    }

    private mutating func word() -> String {
        let start = position
        while position < bytes.count, isWord(bytes[position]) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func take(oneOf characters: String) -> String? {
        skipSpaces()
        guard position < bytes.count, characters.utf8.contains(bytes[position]) else { return nil }
        defer { position += 1 }
        return String(decoding: [bytes[position]], as: UTF8.self)
    }

    private mutating func skipSpaces() {
        while position < bytes.count, [9, 10, 13, 32].contains(bytes[position]) { position += 1 }
    }

    private func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    private func isWord(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte == UInt8(ascii: "_")
            || (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
    }
}
