/// A message with a fixed layout: the header first, then fixed-width fields without gaps.
public protocol CardMessage: BitwiseCopyable, Sendable {
    /// The kind every message of this type carries.
    static var kind: CardMessageKind { get }
    /// The common first 16 bytes.
    var header: CardMessageHeader { get set }
}

extension CardMessage {
    /// Reads one message out of a datagram; nil when the kind differs or the datagram is short.
    /// Bytes behind the fixed part (the audio of a schedule) are left to the caller.
    public static func decode(_ datagram: UnsafeRawBufferPointer) -> Self? {
        guard CardMessageHeader.kind(of: datagram) == kind,
            datagram.count >= MemoryLayout<Self>.size
        else { return nil }
        return datagram.loadUnaligned(as: Self.self)
    }
}
