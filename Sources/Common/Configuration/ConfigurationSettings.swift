internal import Foundation

/// All values of the configuration with the place each came from; what `holdover config` prints.
public struct ConfigurationSettings: Sendable {
    /// Where a value came from.
    public enum Origin: Sendable, Hashable, CustomStringConvertible {
        case byDefault
        case file(String, line: Int)
        case environment(String)
        public var description: String {
            switch self {
            case .byDefault: "default"
            case .file(let name, let line): "\(name):\(line)"
            case .environment(let name): "environment \(name)"
            }
        }
    }

    /// One resolved value.
    public struct Entry: Sendable {
        public let value: ConfigurationValue
        public let origin: Origin
    }

    /// By full key: `playout.pool`, `input.1.source`.
    public private(set) var entries: [String: Entry] = [:]

    /// Reads defaults, then the file (none when `file` is nil), then the environment; the later
    /// wins. Throws for an unknown key, a wrong type or a value out of range, naming the line.
    public init(file: String?, environment: [String: String]) throws(ConfigurationError) {
        var text: String?
        if let file {
            do {
                text = try String(contentsOfFile: file, encoding: .utf8)
            } catch {
                throw ConfigurationError(
                    place: file, problem: "cannot be read: \(error.localizedDescription)",
                    remedy: "Give an existing, readable file with --config")
            }
        }
        try self.init(text: text, named: file ?? "", environment: environment)
    }

    /// As above, with the file's text given.
    public init(
        text: String?, named file: String, environment: [String: String]
    ) throws(ConfigurationError) {
        let given =
            try text.map { text throws(ConfigurationError) in
                try ConfigurationText(text, file: file)
            }?.values ?? [:]
        for (key, (value, line)) in given {
            let definition = try Self.definition(of: key, place: "\(file):\(line)")
            let checked = try Self.check(value, key, definition, place: "\(file):\(line)")
            entries[key] = Entry(value: checked, origin: .file(file, line: line))
        }
        try apply(environment: environment)
        for definition in ConfigurationKey.all {
            for prefix in prefixes(of: definition.section) {
                let key = "\(prefix).\(definition.name)"
                entries[key] =
                    entries[key] ?? Entry(value: definition.defaultValue, origin: .byDefault)
            }
        }
    }

    /// How many `[[section]]` there are; at least one.
    public func count(of section: String) -> Int {
        let numbers = entries.keys.compactMap { key -> Int? in
            let parts = key.split(separator: ".")
            return parts.count == 3 && parts[0] == section ? Int(parts[1]) : nil
        }
        return max(1, numbers.max() ?? 1)
    }

    private func prefixes(of section: String) -> [String] {
        guard ConfigurationKey.repeatedSections.contains(section) else { return [section] }
        return (1...count(of: section)).map { "\(section).\($0)" }
    }

    private mutating func apply(environment: [String: String]) throws(ConfigurationError) {
        let sections = Set(ConfigurationKey.all.map(\.section))
        for (variable, text) in environment.sorted(by: { $0.key < $1.key }) {
            guard variable.hasPrefix("HOLDOVER_") else { continue }
            let name = variable.dropFirst("HOLDOVER_".count).lowercased()
            guard let cut = name.firstIndex(of: "_"), sections.contains(String(name[..<cut]))
            else { continue }
            let section = String(name[..<cut])
            var rest = String(name[name.index(after: cut)...])
            var key = section
            if ConfigurationKey.repeatedSections.contains(section) {
                let number = rest.prefix { $0.isNumber }
                guard let position = Int(number), (1...16).contains(position) else {
                    throw ConfigurationError(
                        place: variable, problem: "names no \(section)",
                        remedy: "Number it from 1: HOLDOVER_\(section.uppercased())_1_…")
                }
                rest = String(rest.dropFirst(number.count + 1))
                key += ".\(position)"
            }
            key += ".\(rest)"
            let definition = try Self.definition(of: key, place: variable)
            let value = Self.parse(text, as: definition.kind) ?? .text(text)
            let checked = try Self.check(value, key, definition, place: variable)
            entries[key] = Entry(value: checked, origin: .environment(variable))
        }
    }

    private static func parse(_ text: String, as kind: ConfigurationKind) -> ConfigurationValue? {
        switch kind {
        case .text, .choice: .text(text)
        case .integer: Int(text).map { .integer($0) }
        case .flag:
            ["true": true, "1": true, "false": false, "0": false][text].map { .flag($0) }
        case .list:
            .list(text.isEmpty ? [] : text.split(separator: ",").map(String.init))
        }
    }

    static func definition(
        of key: String, place: String
    ) throws(ConfigurationError) -> ConfigurationKey {
        let parts = key.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let section = parts.first ?? ""
        let name = parts.last ?? ""
        if let found = ConfigurationKey.all.first(where: {
            $0.section == section && $0.name == name
        }) {
            return found
        }
        let known = ConfigurationKey.all.filter { $0.section == section }.map(\.name)
        throw ConfigurationError(
            place: place, problem: "unknown key \"\(key)\"",
            remedy: known.isEmpty
                ? "`holdover config` lists every key"
                : "[\(section)] knows \(known.joined(separator: ", "))")
    }

    private static func check(
        _ value: ConfigurationValue, _ key: String, _ definition: ConfigurationKey, place: String
    ) throws(ConfigurationError) -> ConfigurationValue {
        let fits =
            switch (definition.kind, value) {
            case (.text, .text), (.flag, .flag), (.list, .list): true
            case (.choice(let words), .text(let word)): words.contains(word)
            case (.integer(let range), .integer(let number)): range.contains(number)
            default: false
            }
        guard fits else {
            throw ConfigurationError(
                place: place, problem: "\"\(key)\" is \(value)",
                remedy: "It must be \(definition.kind.expectation)")
        }
        return value
    }

    func text(_ key: String) -> String {
        if case .text(let text)? = entries[key]?.value { text } else { "" }
    }
    func integer(_ key: String) -> Int {
        if case .integer(let number)? = entries[key]?.value { number } else { 0 }
    }
    func flag(_ key: String) -> Bool {
        if case .flag(let flag)? = entries[key]?.value { flag } else { false }
    }
    func list(_ key: String) -> [String] {
        if case .list(let list)? = entries[key]?.value { list } else { [] }
    }
    func isGiven(_ key: String) -> Bool { entries[key].map { $0.origin != .byDefault } ?? false }
    func place(_ key: String) -> String { "\(entries[key]?.origin ?? .byDefault)" }
}
