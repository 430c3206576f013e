/// Why an OSC packet was refused. The raw value is the `reason` label of the counter.
public enum OSCError: String, Error, CaseIterable, Sendable {
    /// No bytes at all.
    case empty
    /// Longer than a datagram that is accepted.
    case tooLong = "too_long"
    /// The length is not a multiple of four.
    case unaligned
    /// The packet ends inside a field.
    case truncated
    /// A string without its terminating zero.
    case unterminatedString = "unterminated_string"
    /// Padding bytes that are not zero.
    case badPadding = "bad_padding"
    /// Text that is not UTF-8, or holds control characters.
    case badText = "bad_text"
    /// An address that does not start with `/`.
    case badAddress = "bad_address"
    /// The type tag string is missing or does not start with a comma.
    case missingTypeTags = "missing_type_tags"
    /// A type tag that is not known here.
    case unknownTypeTag = "unknown_type_tag"
    /// More arguments than are accepted.
    case tooManyArguments = "too_many_arguments"
    /// A blob whose size is negative or beyond the packet.
    case badBlobSize = "bad_blob_size"
    /// A bundle element whose size is negative, unaligned or beyond the packet.
    case badElementSize = "bad_element_size"
    /// Bundles inside bundles inside bundles.
    case nestedTooDeeply = "nested_too_deeply"
    /// More messages in one bundle than are accepted.
    case tooManyMessages = "too_many_messages"
    /// Bytes after the last argument.
    case trailingBytes = "trailing_bytes"
}
