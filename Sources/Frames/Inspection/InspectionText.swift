import Foundation

/// Turning inspections into text.
enum InspectionText {
    static func json(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        guard let data = try? encoder.encode(value) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }

    /// Cells padded to their widths, two spaces apart.
    static func row(_ cells: [(text: String, width: Int)]) -> String {
        var line = " "
        for cell in cells {
            let padding = String(repeating: " ", count: max(0, cell.width - cell.text.count))
            line += " " + cell.text + padding
        }
        while line.last == " " { line.removeLast() }
        return line
    }

    static func optional(_ value: Int64?) -> String { value.map { "\($0)" } ?? "-" }

    static func milliseconds(_ seconds: Double?) -> String {
        guard let seconds else { return "-" }
        return String(format: "%.1f ms", seconds * 1000)
    }
}
