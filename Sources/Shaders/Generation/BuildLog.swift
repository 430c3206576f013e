/// Reads a GLSL compiler's or linker's log back into the author's lines.
public enum BuildLog {
    /// The first error of `log` as an error of the package's files; messages about generated text
    /// carry no line. Knows the forms `1:23(5): error: …` (Mesa), `1(23) : error C…: …` (NVIDIA)
    /// and `ERROR: 1:23: …` (others).
    public static func firstError(
        in log: String, package: ShaderPackage
    ) -> ShaderFileError {
        let lines = log.split(whereSeparator: \.isNewline).map(String.init)
        let parsed = lines.compactMap(parse)
        let chosen =
            parsed.first { $0.isError && !GLSLGenerator.isGenerated(line: $0.line) }
            ?? parsed.first { $0.isError } ?? parsed.first
        guard let chosen else {
            return ShaderFileError(
                file: package.path, line: nil,
                message: lines.first ?? "the driver refused the shader without saying why",
                remedy: remedy)
        }
        let isGenerated = GLSLGenerator.isGenerated(line: chosen.line)
        let isVertex = chosen.line > GLSLGenerator.vertexLineOffset
        let line = isVertex ? chosen.line - GLSLGenerator.vertexLineOffset : chosen.line
        return ShaderFileError(
            file: isVertex ? vertexPath(package) : package.path,
            line: isGenerated ? nil : line, message: chosen.message, remedy: remedy)
    }

    private static let remedy = "correct the line and save; the last good version stays"

    private struct Entry {
        var line: Int
        var isError: Bool
        var message: String
    }

    private static func vertexPath(_ package: ShaderPackage) -> String {
        package.path.hasSuffix(".fs") ? package.path.dropLast(3) + ".vs" : package.path
    }

    private static func parse(_ line: String) -> Entry? {
        var rest = Substring(line)
        if rest.hasPrefix("ERROR: ") || rest.hasPrefix("WARNING: ") {
            let isError = rest.hasPrefix("ERROR")
            rest = rest[rest.index(after: rest.firstIndex(of: " ") ?? rest.startIndex)...]
            guard number(&rest) != nil, take(":", &rest), let row = number(&rest),
                take(":", &rest)
            else { return nil }
            return Entry(
                line: row, isError: isError, message: trimmed(rest))
        }
        guard number(&rest) != nil else { return nil }
        if take(":", &rest) {
            guard let row = number(&rest) else { return nil }
            if take("(", &rest) {
                guard number(&rest) != nil, take(")", &rest) else { return nil }
            }
            guard take(":", &rest) else { return nil }
            return entry(row, trimmed(rest))
        }
        guard take("(", &rest), let row = number(&rest), take(")", &rest) else { return nil }
        rest = rest.drop { $0 == " " }
        guard take(":", &rest) else { return nil }
        return entry(row, trimmed(rest))
    }

    private static func entry(_ line: Int, _ text: String) -> Entry {
        let isError = text.hasPrefix("error") || text.hasPrefix("fatal")
        var message = text
        if text.hasPrefix("error:") { message = trimmed(text.dropFirst(6)) }
        return Entry(line: line, isError: isError, message: message)
    }

    private static func number(_ text: inout Substring) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let value = Int(digits) else { return nil }
        text = text.dropFirst(digits.count)
        return value
    }

    private static func take(_ character: Character, _ text: inout Substring) -> Bool {
        guard text.first == character else { return false }
        text = text.dropFirst()
        return true
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
