/// Writes JSON text. Owned by the caller; used for logs, pages and the command line, never for the
/// wire between processes.
public struct JSONText: Sendable {
    /// What has been written.
    public private(set) var text = ""
    private var needsComma = false

    /// Makes an empty text.
    public init() {}

    /// Begins an object.
    public mutating func beginObject() { open("{") }
    /// Ends it.
    public mutating func endObject() { close("}") }
    /// Begins an array.
    public mutating func beginArray() { open("[") }
    /// Ends it.
    public mutating func endArray() { close("]") }

    /// Writes a key of the present object; a value must follow.
    public mutating func key(_ key: String) {
        separate()
        write(key)
        text += ":"
        needsComma = false
    }

    /// Writes a key and an array of values.
    public mutating func array<Item>(
        _ key: String, _ items: [Item], _ each: (inout JSONText, Item) -> Void
    ) {
        self.key(key)
        beginArray()
        for item in items { each(&self, item) }
        endArray()
    }

    /// Writes a string.
    public mutating func value(_ value: String) {
        separate()
        write(value)
    }
    /// Writes true or false.
    public mutating func value(_ value: Bool) { literal(value ? "true" : "false") }
    /// Writes an integer.
    public mutating func value(_ value: some BinaryInteger) { literal("\(value)") }
    /// Writes a number; JSON has no infinities, so they become null.
    public mutating func value(_ value: Double) { literal(value.isFinite ? "\(value)" : "null") }

    private mutating func literal(_ literal: String) {
        separate()
        text += literal
    }

    private mutating func open(_ bracket: String) {
        separate()
        text += bracket
        needsComma = false
    }

    private mutating func close(_ bracket: String) {
        text += bracket
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { text += "," }
        needsComma = true
    }

    private mutating func write(_ string: String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
