import Foundation

/// One JSON document, keys sorted and in snake case as in the metrics.
enum JSONLine {
    /// On one line, for streams.
    static func text(_ value: some Encodable) throws -> String {
        try encode(value, pretty: false)
    }

    /// On several lines, for reading.
    static func pretty(_ value: some Encodable) throws -> String {
        try encode(value, pretty: true)
    }

    private static func encode(_ value: some Encodable, pretty: Bool) throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
