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
        guard bytes.count <= 1024, let node = expression() else { return nil }
        skipSpaces()
        return position == bytes.count ? node : nil
    }

    private mutating func expression() -> SizeExpressionNode? {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthMax else { return nil }
        return level(0)
    }

    /// Operators from loose to tight. A longer spelling comes before one that begins it.
    private static let levels: [[SizeFunction]] = [
        [.or], [.and],
        [.equal, .unequal, .lessOrEqual, .greaterOrEqual, .less, .greater],
        [.add, .subtract], [.multiply, .divide],
    ]

    private mutating func level(_ rank: Int) -> SizeExpressionNode? {
        guard rank < Self.levels.count else { return signed() }
        guard var left = level(rank + 1) else { return nil }
        while let function = takeOperator(rank) {
            guard let right = level(rank + 1) else { return nil }
            left = .call(function, [left, right])
        }
        return left
    }

    private mutating func takeOperator(_ rank: Int) -> SizeFunction? {
        if rank == Self.levels.count - 1, take("%") { return .mod }
        // `**` belongs to a tighter level.
        if rank == Self.levels.count - 1, looking(at: "**") { return nil }
        return Self.levels[rank].first { take($0.rawValue) }
    }

    private mutating func signed() -> SizeExpressionNode? {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthMax else { return nil }
        if take("+") { return signed() }
        if take("-") { return signed().map { .call(.subtract, [$0]) } }
        if !looking(at: "!="), take("!") { return signed().map { .call(.not, [$0]) } }
        guard let base = atom() else { return nil }
        guard take("**") else { return base }
        return signed().map { .call(.power, [base, $0]) }
    }

    private mutating func atom() -> SizeExpressionNode? {
        if take("(") {
            guard let node = expression(), take(")") else { return nil }
            return node
        }
        if take("$") {
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
        guard take("(") else {
            switch name {
            case "pi": return .number(.pi)
            case "e": return .number(2.718_281_828_459_045)
            default: return nil
            }
        }
        guard let first = expression() else { return nil }
        var arguments = [first]
        while take(",") {
            guard let next = expression(), arguments.count < 8 else { return nil }
            arguments.append(next)
        }
        guard take(")"), let function = SizeFunction(rawValue: name),
            function.argumentCounts?.contains(arguments.count) == true
        else { return nil }
        return .call(function, arguments)
    }

    private mutating func number() -> SizeExpressionNode? {
        let start = position
        while position < bytes.count,
            isDigit(bytes[position]) || bytes[position] == UInt8(ascii: ".")
        {
            position += 1
        }
        if position + 1 < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            var end = position + 1
            if bytes[end] == UInt8(ascii: "-") || bytes[end] == UInt8(ascii: "+") { end += 1 }
            let digits = end
            while end < bytes.count, isDigit(bytes[end]) { end += 1 }
            if end > digits { position = end }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        return Double(text.hasSuffix(".") ? text + "0" : text).map { .number($0) }
    }

    private mutating func word() -> String {
        let start = position
        while position < bytes.count, isWord(bytes[position]) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func looking(at text: String) -> Bool {
        skipSpaces()
        return bytes[position...].starts(with: text.utf8)
    }

    private mutating func take(_ text: String) -> Bool {
        guard looking(at: text) else { return false }
        position += text.utf8.count
        return true
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
