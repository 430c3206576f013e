import Proto

/// Parameter values as JSON and back. The coordinator judges ranges; here only shapes are read.
enum ParameterCoding {
    /// Why a JSON value is not the value of a parameter.
    struct Mismatch: Error, Equatable {
        /// What would have been right.
        let expected: String
    }

    /// The value as JSON: numbers and truth as they are, points and colours as lists.
    static func json(_ value: ParameterValue?) -> JSONValue {
        switch value?.kind {
        case .float(let number): .finite(number)
        case .bool(let truth): .bool(truth)
        case .long(let number): .integer(number)
        case .point2D(let point): .array([.finite(point.x), .finite(point.y)])
        case .color(let color):
            .array([
                .finite(color.red), .finite(color.green), .finite(color.blue), .finite(color.alpha),
            ])
        case .text(let text): .string(text)
        case .image(let image): .string(image.path)
        case .event(let count): .count(count)
        case nil: .null
        }
    }

    /// Reads a JSON value for a parameter of a type; nil type: by its own shape.
    static func value(
        _ json: JSONValue, type: ParameterType?
    ) throws(Mismatch) -> ParameterValue {
        switch type {
        case .float:
            guard let number = json.double else { throw Mismatch(expected: "a number") }
            return ParameterValue(kind: .float(number))
        case .bool:
            guard let truth = json.bool else { throw Mismatch(expected: "true or false") }
            return ParameterValue(kind: .bool(truth))
        case .long:
            guard let number = json.integer else { throw Mismatch(expected: "a whole number") }
            return ParameterValue(kind: .long(number))
        case .point2d:
            guard let numbers = numbers(json), numbers.count == 2 else {
                throw Mismatch(expected: "[x, y]")
            }
            return point(numbers)
        case .color:
            guard let color = color(json) else {
                throw Mismatch(expected: "[red, green, blue, alpha] or \"#rrggbb\"")
            }
            return ParameterValue(kind: .color(color))
        case .text:
            guard let text = json.string else { throw Mismatch(expected: "a string") }
            return ParameterValue(kind: .text(text))
        case .image:
            guard let path = json.string else { throw Mismatch(expected: "a path") }
            return ParameterValue(kind: .image(ImageRef(path: path)))
        case .event:
            throw Mismatch(expected: "a POST to its trigger")
        default:
            return try byShape(json)
        }
    }

    private static func byShape(_ json: JSONValue) throws(Mismatch) -> ParameterValue {
        switch json {
        case .bool(let truth): return ParameterValue(kind: .bool(truth))
        case .integer, .number: return ParameterValue(kind: .float(json.double ?? 0))
        case .string(let text): return ParameterValue(kind: .text(text))
        default: break
        }
        guard let numbers = numbers(json) else {
            throw Mismatch(expected: "a number, true or false, a string or a list of numbers")
        }
        if numbers.count == 2 { return point(numbers) }
        guard let color = color(json) else {
            throw Mismatch(expected: "two numbers for a point, three or four for a colour")
        }
        return ParameterValue(kind: .color(color))
    }

    private static func numbers(_ json: JSONValue) -> [Double]? {
        guard let array = json.array else { return nil }
        let numbers = array.compactMap(\.double)
        return numbers.count == array.count ? numbers : nil
    }

    private static func point(_ numbers: [Double]) -> ParameterValue {
        ParameterValue(kind: .point2D(Point2D(x: numbers[0], y: numbers[1])))
    }

    private static func color(_ json: JSONValue) -> Color? {
        if let text = json.string { return hexColor(text) }
        guard let numbers = numbers(json), (3...4).contains(numbers.count) else { return nil }
        return Color(
            red: numbers[0], green: numbers[1], blue: numbers[2],
            alpha: numbers.count == 4 ? numbers[3] : 1)
    }

    private static func hexColor(_ text: String) -> Color? {
        let digits = text.utf8.dropFirst()
        guard text.hasPrefix("#"), digits.count == 6 || digits.count == 8,
            digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let packed = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { return nil }
        let full = digits.count == 8 ? packed : packed << 8 | 0xFF
        func part(_ shift: UInt32) -> Double { Double(full >> shift & 0xFF) / 255 }
        return Color(red: part(24), green: part(16), blue: part(8), alpha: part(0))
    }
}
