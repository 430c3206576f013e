/// A message of the schema: a plain value that can be written to the wire and as JSON.
public protocol WireMessage: Sendable, Hashable {
    /// The message's name in the schema.
    static var wireName: String { get }
    /// An empty message: every field has its default.
    init()
    /// The bytes on the wire, at most `limit` of them.
    func encoded(limit: Int) throws(WireError) -> [UInt8]
    /// Reads the bytes of one message.
    init(decoding bytes: UnsafeRawBufferPointer) throws(WireError)
    /// Writes the message as a JSON object.
    func writeJSON(to json: inout JSONText)
}

extension WireMessage {
    /// The bytes on the wire, for a message of at most `WireLimits.messageBytes`.
    public func encoded() throws(WireError) -> [UInt8] {
        try encoded(limit: WireLimits.messageBytes)
    }

    /// Reads the bytes of one message.
    public init(decoding bytes: [UInt8]) throws(WireError) {
        var result: Result<Self, WireError> = .failure(.malformed(Self.wireName))
        bytes.withUnsafeBytes { buffer in
            do throws(WireError) {
                result = .success(try Self(decoding: buffer))
            } catch {
                result = .failure(error)
            }
        }
        self = try result.get()
    }

    /// The message as JSON text on one line. 64-bit identifiers (epochs, request ids) are strings,
    /// since JavaScript would round them; alternatives are the one key that is present.
    public var json: String {
        var text = JSONText()
        writeJSON(to: &text)
        return text.text
    }
}

/// An enumeration of the schema. Numbers this build does not know are kept, never refused, so that
/// processes of different builds can talk during an upgrade.
public protocol WireEnum: Sendable, Hashable, CaseIterable, CustomStringConvertible {
    /// The value for a number on the wire.
    init(rawValue: Int32)
    /// The number on the wire.
    var rawValue: Int32 { get }
    /// The name in JSON and logs.
    var name: String { get }
}

extension WireEnum {
    /// The value with this name, or nil.
    public init?(name: String) {
        guard let match = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = match
    }

    /// The name.
    public var description: String { name }
}
