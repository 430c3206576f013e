/// A JSON value of a shader header together with the line it starts on, so that a message can
/// point at it.
struct HeaderValue: Sendable {
    enum Content: Sendable {
        case null
        case bool(Bool)
        case number(Double)
        case string(String)
        case array([HeaderValue])
        case object([(key: String, value: HeaderValue)])
    }

    var content: Content
    var line: Int

    var number: Double? {
        if case .number(let value) = content { value } else { nil }
    }

    var string: String? {
        if case .string(let value) = content { value } else { nil }
    }

    var array: [HeaderValue]? {
        if case .array(let items) = content { items } else { nil }
    }

    var members: [(key: String, value: HeaderValue)]? {
        if case .object(let members) = content { members } else { nil }
    }

    /// The member called `key`, the last where there are several (other hosts do that), nil where this is no object or has none.
    subscript(key: String) -> HeaderValue? {
        members?.last { $0.key == key }?.value
    }

    /// A flag as hosts take it: a bool, a number (true above zero) or such a text.
    var flag: Bool? {
        switch content {
        case .bool(let on): on
        case .number(let value): value > 0
        case .string(let text):
            switch text.lowercased() {
            case "true", "yes": true
            case "false", "no": false
            default: Double(text).map { $0 > 0 }
            }
        case .null, .array, .object: nil
        }
    }

    /// One number for a number or a bool, several for a list of numbers.
    var numbers: [Double]? {
        switch content {
        case .number(let value): return [value]
        case .bool(let on): return [on ? 1 : 0]
        case .array(let items):
            let values = items.compactMap(\.number)
            return values.count == items.count && !items.isEmpty ? values : nil
        case .null, .string, .object: return nil
        }
    }
}
