/// Writes JSON straight into bytes. `Codable` reads it back: the store's documents keep one form, and
/// only the way of writing them differs, which is what a burst of stored changes spends its time on.
/// Owned by the caller.
struct DocumentWriter {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    init() { bytes.reserveCapacity(512) }

    // MARK: Structure

    mutating func object(_ body: (inout DocumentWriter) -> Void) {
        enclose(UInt8(ascii: "{"), UInt8(ascii: "}"), body)
    }

    /// An object as the value of a key.
    mutating func object(_ key: StaticString, _ body: (inout DocumentWriter) -> Void) {
        self.key(key)
        object(body)
    }

    /// An array as the value of a key.
    mutating func array<Item>(
        _ key: StaticString, _ items: [Item], _ each: (inout DocumentWriter, Item) -> Void
    ) {
        self.key(key)
        enclose(UInt8(ascii: "["), UInt8(ascii: "]")) { writer in
            for item in items { each(&writer, item) }
        }
    }

    /// A dictionary as the value of a key.
    mutating func dictionary<Value>(
        _ key: StaticString, _ values: [String: Value],
        _ each: (inout DocumentWriter, Value) -> Void
    ) {
        object(key) { writer in
            for (name, value) in values {
                writer.value(name)
                writer.colon()
                each(&writer, value)
            }
        }
    }

    mutating func key(_ key: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        raw(key)
        bytes.append(UInt8(ascii: "\""))
        colon()
    }

    private mutating func colon() {
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    private mutating func enclose(
        _ open: UInt8, _ close: UInt8, _ body: (inout DocumentWriter) -> Void
    ) {
        separate()
        bytes.append(open)
        needsComma = false
        body(&self)
        bytes.append(close)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func raw(_ text: StaticString) {
        bytes.append(
            contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    // MARK: Values

    mutating func null() {
        separate()
        raw("null")
    }

    mutating func value(_ value: Bool) {
        separate()
        raw(value ? "true" : "false")
    }

    mutating func value(_ value: some FixedWidthInteger) {
        separate()
        bytes.append(contentsOf: value.description.utf8)
    }

    /// Precondition: the number is finite, as every value of a state is.
    mutating func value(_ value: Double) {
        separate()
        bytes.append(contentsOf: value.description.utf8)
    }

    mutating func value(_ text: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20:
                raw("\\u00")
                for digit in [byte >> 4, byte & 15] {
                    bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
                }
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func field(_ key: StaticString, _ value: Bool) {
        self.key(key)
        self.value(value)
    }

    mutating func field(_ key: StaticString, _ value: some FixedWidthInteger) {
        self.key(key)
        self.value(value)
    }

    mutating func field(_ key: StaticString, _ value: Double) {
        self.key(key)
        self.value(value)
    }

    mutating func field(_ key: StaticString, _ value: String) {
        self.key(key)
        self.value(value)
    }
}
