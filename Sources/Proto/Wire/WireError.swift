/// Why a message could not be written or read.
public enum WireError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The bytes are no message of this type.
    case malformed(String)
    /// A text holds a NUL, which the wire format's C side cannot carry.
    case textWithNul
    /// A text on the wire is not UTF-8.
    case textNotUTF8
    /// The encoded message is over the limit.
    case tooLong(byteCount: Int, limit: Int)

    /// A sentence for logs and refusals.
    public var description: String {
        switch self {
        case .malformed(let name): "the bytes are no \(name)"
        case .textWithNul: "a text holds a NUL character"
        case .textNotUTF8: "a text is not UTF-8"
        case .tooLong(let byteCount, let limit):
            "the message has \(byteCount) bytes, over the limit of \(limit)"
        }
    }
}
