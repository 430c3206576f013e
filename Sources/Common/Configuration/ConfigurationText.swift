internal import TOMLKit

/// A parsed TOML file as flat keys (`playout.pool`, `input.1.source`) with the line of each.
struct ConfigurationText {
    private(set) var values: [String: (value: ConfigurationValue, line: Int)] = [:]

    init(_ text: String, file: String) throws(ConfigurationError) {
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            throw ConfigurationError(
                place: "\(file):\(error.source.begin.line)", problem: error.description,
                remedy: "Correct the TOML at this line")
        } catch {
            throw ConfigurationError(
                place: file, problem: "not TOML: \(error)", remedy: "Correct the file")
        }
        let lines = Self.linesByKey(text)
        func place(_ key: String) -> String { "\(file):\(lines[key] ?? 1)" }
        for section in table.keys.sorted() {
            let isRepeated = ConfigurationKey.repeatedSections.contains(section)
            if isRepeated, let array = table[section]?.array {
                for (offset, element) in array.enumerated() {
                    guard let entry = element.table else {
                        throw Self.notATable(section, at: place(section), repeated: true)
                    }
                    try add(entry, under: "\(section).\(offset + 1)", lines: lines, file: file)
                }
            } else if !isRepeated, let entry = table[section]?.table {
                try add(entry, under: section, lines: lines, file: file)
            } else {
                throw Self.notATable(section, at: place(section), repeated: isRepeated)
            }
        }
    }

    private static func notATable(
        _ section: String, at place: String, repeated: Bool
    ) -> ConfigurationError {
        let known = Set(ConfigurationKey.all.map(\.section)).sorted().joined(separator: ", ")
        return ConfigurationError(
            place: place, problem: "\"\(section)\" is not a section of the configuration here",
            remedy: repeated
                ? "Write [[\(section)]]" : "Keys stand under one of the sections \(known)")
    }

    private mutating func add(
        _ table: TOMLTable, under prefix: String, lines: [String: Int], file: String
    ) throws(ConfigurationError) {
        for name in table.keys.sorted() {
            let key = "\(prefix).\(name)"
            let line = lines[key] ?? lines[prefix] ?? 1
            guard let value = table[name].flatMap(Self.value) else {
                throw ConfigurationError(
                    place: "\(file):\(line)",
                    problem: "\"\(key)\" has a value of a kind no key has",
                    remedy: "Give a text, a whole number, true or false, or a list of texts")
            }
            values[key] = (value, line)
        }
    }

    private static func value(_ value: any TOMLValueConvertible) -> ConfigurationValue? {
        if let text = value.string { return .text(text) }
        if let flag = value.bool { return .flag(flag) }
        if let number = value.int { return .integer(number) }
        if let array = value.array {
            let texts = array.compactMap(\.string)
            return texts.count == array.count ? .list(texts) : nil
        }
        return nil
    }

    /// The line of each key and section header. The TOML library keeps positions for errors only,
    /// so the lines are found by following the headers; a miss costs a line number, nothing else.
    private static func linesByKey(_ text: String) -> [String: Int] {
        var result: [String: Int] = [:]
        var section = ""
        var repeats: [String: Int] = [:]
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (offset, raw) in lines.enumerated() {
            let line = raw.drop { $0 == " " || $0 == "\t" }
            if line.hasPrefix("[") {
                let name = String(line.drop { $0 == "[" }.prefix { $0 != "]" })
                    .filter { $0 != " " && $0 != "\"" }
                section = name
                if line.hasPrefix("[[") {
                    repeats[name, default: 0] += 1
                    section = "\(name).\(repeats[name, default: 1])"
                }
                result[section] = offset + 1
                result[name] = result[name] ?? offset + 1
            } else if let equals = line.firstIndex(of: "="), !line.hasPrefix("#") {
                let name = line[..<equals].filter { $0 != " " && $0 != "\t" && $0 != "\"" }
                let key = section.isEmpty ? String(name.prefix { $0 != "." }) : "\(section).\(name)"
                result[key] = result[key] ?? offset + 1
            }
        }
        return result
    }
}
