/// The inputs that only Holdover has: `TEXT` and `LUT` of the `HOLDOVER` object.
enum HoldoverInputs {
    /// `TEXT`: an object from name to how its text is drawn.
    static func texts(_ value: HeaderValue) throws(HeaderSyntaxError) -> [ISFInput] {
        var inputs: [ISFInput] = []
        for (name, entry) in try members(value, "TEXT") {
            var style = ISFTextStyle()
            var label: String?
            for (key, value) in try members(entry, "an entry of TEXT") {
                switch key {
                case "LABEL": label = value.string
                case "DEFAULT": style.defaultText = try text(value, key)
                case "FONT": style.font = try text(value, key)
                case "FONT_FILE": style.fontFile = try path(value, key)
                case "SIZE": style.size = try number(value, key, 0.001...1)
                case "WIDTH": style.width = try number(value, key, 0...8)
                case "ALIGN":
                    guard let own = value.string.flatMap(ISFTextStyle.Alignment.init(rawValue:))
                    else {
                        throw HeaderSyntaxError(
                            line: value.line, message: "ALIGN is \"left\", \"center\" or \"right\"")
                    }
                    style.alignment = own
                default:
                    throw HeaderSyntaxError(
                        line: value.line,
                        message: "a TEXT knows LABEL, DEFAULT, FONT, FONT_FILE, SIZE, WIDTH and "
                            + "ALIGN, not \"\(key)\"")
                }
            }
            var input = ISFInput(name: try checked(name, entry), label: label, type: .text)
            input.textStyle = style
            inputs.append(input)
        }
        return inputs
    }

    /// `LUT`: an object from name to a `.cube` file.
    static func tables(_ value: HeaderValue) throws(HeaderSyntaxError) -> [ISFInput] {
        var inputs: [ISFInput] = []
        for (name, entry) in try members(value, "LUT") {
            var input = ISFInput(name: try checked(name, entry), type: .lut)
            for (key, value) in try members(entry, "an entry of LUT") {
                switch key {
                case "LABEL": input.label = value.string ?? name
                case "PATH": input.tablePath = try path(value, key)
                default:
                    throw HeaderSyntaxError(
                        line: value.line, message: "a LUT knows LABEL and PATH, not \"\(key)\"")
                }
            }
            inputs.append(input)
        }
        return inputs
    }

    /// `HISTORY`: which pictures, and how many.
    static func history(_ value: HeaderValue) throws(HeaderSyntaxError) -> ISFHistory {
        guard let subject = value["OF"]?.string.flatMap(ISFHistory.Subject.init(rawValue:)),
            let length = value["LENGTH"]?.number, length >= 1,
            length <= Double(ISFHistory.lengthMax), value.members?.count == 2
        else {
            throw HeaderSyntaxError(
                line: value.line,
                message: "HISTORY is {\"OF\": \"source\" or \"layer\", \"LENGTH\": 1 to 250}")
        }
        return ISFHistory(subject: subject, length: Int(length))
    }

    // MARK: Values

    private static func members(
        _ value: HeaderValue, _ what: String
    ) throws(HeaderSyntaxError) -> [(key: String, value: HeaderValue)] {
        guard let members = value.members else {
            throw HeaderSyntaxError(line: value.line, message: "\(what) must be an object")
        }
        return members
    }

    private static func checked(
        _ name: String, _ entry: HeaderValue
    ) throws(HeaderSyntaxError) -> String {
        guard GLSLName.isIdentifier(name) else {
            throw HeaderSyntaxError(
                line: entry.line, message: "\"\(name)\" cannot be a GLSL name")
        }
        return name
    }

    private static func text(
        _ value: HeaderValue, _ key: String
    ) throws(HeaderSyntaxError) -> String {
        guard let text = value.string, text.utf8.count <= 1024, !text.utf8.contains(0) else {
            throw HeaderSyntaxError(
                line: value.line, message: "\(key) is a text of at most 1024 bytes")
        }
        return text
    }

    private static func path(
        _ value: HeaderValue, _ key: String
    ) throws(HeaderSyntaxError) -> String {
        let path = try text(value, key)
        guard !path.isEmpty else {
            throw HeaderSyntaxError(line: value.line, message: "\(key) is empty")
        }
        return path
    }

    private static func number(
        _ value: HeaderValue, _ key: String, _ range: ClosedRange<Double>
    ) throws(HeaderSyntaxError) -> Double {
        guard let number = value.number, range.contains(number) else {
            throw HeaderSyntaxError(
                line: value.line,
                message: "\(key) is a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}
